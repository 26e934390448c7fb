import type { CatalogModel } from '../catalog/catalog.ts';
import { type DerivedType, type derivedTypes, type Inflection, toPascalCase } from './inflection.ts';
import type { NameSpace, NameWish } from './name-space.ts';

/** Type names that are made beside an object type's. */
export type DerivedNaming = Readonly<Record<(typeof derivedTypes)[number], string>>;

/** Types of a belongsToMany's own. */
export interface LinkNaming {
  readonly Connection: string;
  readonly Edge: string;
  readonly ManyWhere: string;
  readonly OrderBy: string;
}

/**
 * The derived types that keep or change their names together. Of two models that wish for one name, `Where` of `TaskMany` and
 * `ManyWhere` of `Task`, the one whose own name is longer comes first: whatever ends in another one stands behind it.
 */
const families: readonly (readonly (keyof DerivedNaming)[])[] = [
  ...([['Where'], ['OrderBy'], ['Having'], ['Edge'], ['Connection'], ['Aggregate'], ['ManyWhere']] as const),
  ...(['CountDistinct', 'Sum', 'Avg', 'Min', 'Max'] as const).map(
    (name) => [name, `${name}Having`, `${name}OrderBy`] as const,
  ),
  ['Group', 'GroupKeys', 'GroupBy', 'GroupKeysOrderBy', 'GroupOrderBy'],
];

/**
 * Names what is made beside the object types, which are named already: no model changes its name for one of these. Where one
 * is taken, an underscore shows what it is made of, `Device_Group`, which no name of a model has. By model.
 */
export function nameDerivedTypes(
  models: ReadonlyMap<string, string>,
  inflection: Inflection,
  types: NameSpace,
): ReadonlyMap<string, DerivedNaming> {
  const names = new Map<string, Partial<Record<DerivedType, string>>>();
  for (const family of families) {
    for (const [model, type] of models) {
      const claimed = types.claimTogether(
        family.map((derived) => derivedWish(`${derived} of ${model}`, ['', type], derived, inflection)),
      );
      const entries = family.map((derived, index) => [derived, claimed[index]]);
      names.set(model, { ...names.get(model), ...Object.fromEntries(entries) });
    }
  }
  return names as ReadonlyMap<string, DerivedNaming>;
}

/** After all others, since they are named after two things: `TaskTagsEdge` after Task and its tags. By association id. */
export function nameLinkTypes(
  { associations }: CatalogModel,
  { type, fields }: { readonly type: string; readonly fields: Readonly<Record<string, string>> },
  served: (model: string) => boolean,
  inflection: Inflection,
  types: NameSpace,
): Record<string, LinkNaming> {
  const links: Record<string, LinkNaming> = {};
  for (const { id, through } of associations) {
    if (through !== null && served(through.model)) {
      const base = [type, toPascalCase(fields[id] as string)] as const;
      const [Connection, Edge, ManyWhere, OrderBy] = types.claimTogether(
        (['Connection', 'Edge', 'ManyWhere', 'OrderBy'] as const).map((derived) =>
          derivedWish(`${derived} of ${id}`, base, derived, inflection),
        ),
      ) as [string, string, string, string];
      links[id] = { Connection, Edge, ManyWhere, OrderBy };
    }
  }
  return links;
}

/** The wish for a type that is made of another. An underscore parts what a name consists of, where it is taken. */
export function derivedWish(
  owner: string,
  [before, base]: readonly [string, string],
  derived: DerivedType,
  inflection: Inflection,
): NameWish {
  return {
    owner,
    wished: inflection.derivedTypeName(before + base, derived),
    mayEnd: derived === 'Connection',
    fallback: () => inflection.derivedTypeName(before === '' ? `${base}_` : `${before}_${base}`, derived),
  };
}
