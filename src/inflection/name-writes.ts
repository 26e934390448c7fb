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
  const named = writable.map((model) => {
    const naming = models[model.name] as ModelNaming;
    return { model, naming, write: nameModel(model, naming, inflection, types, fields) };
  });
  // After the types of all models, which come before those that are named after two things.
  return Object.fromEntries(
    named.map(({ model, naming, write }) => [
      model.name,
      { ...write, links: nameLinks(model, naming, writable, inflection, types) },
    ]),
  );
}

function isWritable({ readOnly }: CatalogModel, naming: ModelNaming | undefined): boolean {
  return !readOnly && naming !== undefined && naming.keys.some(({ key }) => key.primary);
}

function nameModel(
  model: CatalogModel,
  naming: ModelNaming,
  inflection: Inflection,
  types: NameSpace,
  fields: NameSpace,
): Omit<WriteNaming, 'links'> {
  const single = toPascalCase(naming.row ?? naming.type);
  const plural = toPascalCase(naming.list);
  const claimType = (derived: WriteType): string =>
    types.claim({
      owner: `${derived} of ${model.name}`,
      wished:
        derived === 'ManyPayload'
          ? inflection.writeTypeName(plural, 'Payload')
          : inflection.writeTypeName(naming.type, derived),
      fallback: () => inflection.writeTypeName(`${naming.type}_`, derived),
    });
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
    types: Object.fromEntries(writeTypes.map((type) => [type, claimType(type)])) as WriteNaming['types'],
    row: avoid(naming.row ?? 'row', 'row'),
    rows: avoid(naming.list, 'rows'),
  };
}

function nameLinks(
  { associations }: CatalogModel,
  naming: ModelNaming,
  writable: readonly CatalogModel[],
  inflection: Inflection,
  types: NameSpace,
): WriteNaming['links'] {
  const links: Record<string, Record<LinkWriteType, string>> = {};
  for (const { id, through } of associations) {
    if (id in naming.links && writable.some(({ name }) => name === through?.model)) {
      const field = toPascalCase(naming.associations[id] as string);
      const names = types.claimTogether(
        linkWriteTypes.map((derived) => ({
          owner: `${derived} of ${id}`,
          wished: inflection.writeTypeName(naming.type + field, derived),
          fallback: () => inflection.writeTypeName(`${naming.type}_${field}`, derived),
        })),
      );
      const entries = linkWriteTypes.map((derived, index) => [derived, names[index]]);
      links[id] = Object.fromEntries(entries) as Record<LinkWriteType, string>;
    }
  }
  return links;
}

/** A payload has fields of its own. */
function avoid(wished: string, fallback: string): string {
  return wished === 'errors' || wished === 'count' ? fallback : wished;
}
