import type { Catalog, CatalogModel } from '../catalog/catalog.ts';
import type { Finding } from '../catalog/finding.ts';
import { type Inflection, toPascalCase } from './inflection.ts';
import type { ModelNaming } from './name-catalog.ts';
import { NameSpace } from './name-space.ts';

/** The names of everything by which a model is written. */
export interface WriteNaming {
  readonly fields: Readonly<Record<WriteField, string>>;
  readonly types: Readonly<Record<WriteType, string>>;
  /** The payloads' fields for the row and for the rows. */
  readonly row: string;
  readonly rows: string;
  /** Inputs of a belongsToMany's own, by association id, where clients write the rows of its through model too. */
  readonly links: Readonly<Record<string, Readonly<Record<LinkWriteType, string>>>>;
}

export const writeFields = [
  ...(['create', 'createMany', 'update', 'updateMany', 'upsert'] as const),
  ...(['delete', 'deleteMany', 'restore'] as const),
] as const;

export type WriteField = (typeof writeFields)[number];

/** Of which of the two forms of a model's name a mutation field is made. */
const manyFields: Partial<Record<WriteField, 'create' | 'update' | 'delete'>> = {
  createMany: 'create',
  updateMany: 'update',
  deleteMany: 'delete',
};

/** Types that are made to write rows, by what stands behind the object type's name. */
export const writeTypes = [
  ...(['Create', 'Update', 'Payload', 'ManyPayload'] as const),
  ...(['CreateOne', 'UpdateOne', 'UpdateRequired'] as const),
  ...(['CreateMany', 'UpdateMany', 'UpdateOwned'] as const),
  ...(['ConnectOrCreate', 'UpdateByKey'] as const),
] as const;

export type WriteType = (typeof writeTypes)[number];

export const linkWriteTypes = [
  ...(['Through', 'LinkCreate', 'LinkConnect', 'LinkConnectOrCreate', 'LinkUpdate'] as const),
  ...(['CreateMany', 'UpdateMany'] as const),
] as const;

export type LinkWriteType = (typeof linkWriteTypes)[number];

/**
 * Names what writes the models that can be written: those with a primary key that clients may use, unless the options make
 * them read-only. Last of all, so that turning writes on renames nothing that reads.
 */
export function nameWrites(
  catalog: Catalog,
  models: Readonly<Record<string, ModelNaming>>,
  inflection: Inflection,
  types: NameSpace,
  findings: Finding[],
): Record<string, WriteNaming> {
  const fields = new NameSpace('Mutation field', findings);
  const writable = catalog.models.filter((model) => isWritable(model, models[model.name]));
  return Object.fromEntries(
    writable.map((model) => [
      model.name,
      nameModel(model, models[model.name] as ModelNaming, writable, inflection, types, fields),
    ]),
  );
}

function isWritable({ readOnly }: CatalogModel, naming: ModelNaming | undefined): boolean {
  return !readOnly && naming !== undefined && naming.keys.some(({ key }) => key.primary);
}

function nameModel(
  model: CatalogModel,
  naming: ModelNaming,
  writable: readonly CatalogModel[],
  inflection: Inflection,
  types: NameSpace,
  fields: NameSpace,
): WriteNaming {
  const claimType = (base: string, derived: WriteType | LinkWriteType): string =>
    types.claim({
      owner: `${derived} of ${model.name}`,
      wished: inflection.writeTypeName(base, derived),
      fallback: (wished) => `${wished}Type`,
    });
  const single = toPascalCase(naming.row ?? naming.type);
  const plural = toPascalCase(naming.list);
  return {
    fields: Object.fromEntries(
      writeFields.map((field) => [
        field,
        fields.claim({
          owner: `${field} of ${model.name}`,
          wished: inflection.mutationField(manyFields[field] ?? field, field in manyFields ? plural : single),
          fallback: (wished) => `${wished}Row`,
        }),
      ]),
    ) as WriteNaming['fields'],
    types: Object.fromEntries(
      writeTypes.map((type) => [
        type,
        type === 'ManyPayload' ? claimType(plural, 'Payload') : claimType(naming.type, type),
      ]),
    ) as WriteNaming['types'],
    row: avoid(naming.row ?? 'row', 'row'),
    rows: avoid(naming.list, 'rows'),
    links: Object.fromEntries(
      model.associations
        .filter(
          ({ id, through }) => id in naming.links && writable.some(({ name }) => name === through?.model),
        )
        .map(({ id }) => [
          id,
          Object.fromEntries(
            linkWriteTypes.map((type) => [
              type,
              claimType(`${naming.type}${toPascalCase(naming.associations[id] as string)}`, type),
            ]),
          ) as Record<LinkWriteType, string>,
        ]),
    ),
  };
}

/** A payload has fields of its own. */
function avoid(wished: string, fallback: string): string {
  return wished === 'errors' || wished === 'count' ? fallback : wished;
}
