import { type AttributeKind, type Catalog, type CatalogType, innermostType } from '../catalog/catalog.ts';
import type { Inflection } from './inflection.ts';
import type { NameSpace } from './name-space.ts';

/** The names of the types that are KinQL's own and that only some values need: those of ranges and geometries. */
export function valueTypeNames(catalog: Catalog): readonly string[] {
  return visibleTypes(catalog).flatMap(({ kind, element }) => {
    if (kind === 'geometry') {
      return ['GeoJSON'];
    }
    const range = kind === 'range' && element !== null ? rangeTypeNames[element.kind] : undefined;
    return range === undefined ? [] : [range, `${range}Input`, `${range}Filter`];
  });
}

/** The object type of a range, by the kind of its bounds. */
export const rangeTypeNames: Readonly<Partial<Record<AttributeKind, string>>> = {
  integer: 'IntRange',
  bigInteger: 'BigIntRange',
  decimal: 'DecimalRange',
  date: 'DateRange',
  dateTime: 'DateTimeRange',
};

/** One scalar for each custom type, however many attributes have it; after all the models have their names. */
export function nameScalars(
  catalog: Catalog,
  inflection: Inflection,
  types: NameSpace,
): Record<string, string> {
  const customNames = new Set(visibleTypes(catalog).flatMap(({ customName }) => customName ?? []));
  return Object.fromEntries(
    Array.from(customNames, (name) => [
      name,
      types.claim({
        owner: `the type ${name}`,
        wished: inflection.scalarTypeName(name),
        fallback: (wished) => `${wished}Scalar`,
      }),
    ]),
  );
}

function visibleTypes(catalog: Catalog): CatalogType[] {
  return catalog.models
    .flatMap(({ attributes }) => attributes)
    .filter(({ hidden }) => hidden === null)
    .map(innermostType);
}
