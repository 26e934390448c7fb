import {
  GraphQLBoolean,
  type GraphQLInputFieldConfig,
  type GraphQLInputFieldConfigMap,
  GraphQLInputObjectType,
  type GraphQLInputType,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
} from 'graphql';
import {
  type CatalogAssociation,
  type CatalogModel,
  findAttribute,
  getModel,
  isToMany,
} from '../catalog/catalog.ts';
import type { LinkWriteType, WriteNaming } from '../inflection/name-writes.ts';
import { inputExtensions } from '../plan/input-source.ts';
import { invariant } from '../util/invariant.ts';
import { hasThroughValues, isInPrimaryKey, throughInput, writeNamingOf } from './attribute-inputs.ts';
import { type Builder, typeOnce } from './builder.ts';
import { namingOf } from './naming.ts';
import { keyArguments } from './root-fields.ts';

/** The inputs of rows, which refer to those of relations as these do to them. */
export interface RowInputs {
  create(model: CatalogModel): GraphQLInputObjectType;
  update(model: CatalogModel): GraphQLInputObjectType;
}

export type WriteMode = 'create' | 'update';

/** What may happen over each of the model's associations that can be written. */
export function relationFields(
  builder: Builder,
  rows: RowInputs,
  model: CatalogModel,
  mode: WriteMode,
): GraphQLInputFieldConfigMap {
  const naming = namingOf(builder, model.name);
  return Object.fromEntries(
    model.associations
      .filter((association) => isWritten(builder, model, association, mode))
      .map((association): [string, GraphQLInputFieldConfig] => {
        const { id, target, kind, sourceAttribute, discriminator } = association;
        const link = linkOf(builder, model, association);
        return [
          naming.associations[id] as string,
          {
            type: relationType(builder, rows, model, association, mode),
            description: `What happens to ${isToMany(kind) ? `the rows of ${target}` : `the row of ${target}`}.`,
            extensions: inputExtensions({
              kind: 'relation',
              association: id,
              model: target,
              keys: keyArguments(builder, getModel(builder.catalog, target)),
              many: isToMany(kind),
              link: link?.through.name ?? null,
              sets: kind === 'belongsTo' ? [sourceAttribute, ...Object.keys(discriminator ?? {})] : [],
            }),
          },
        ];
      }),
  );
}

function isWritten(
  builder: Builder,
  model: CatalogModel,
  association: CatalogAssociation,
  mode: WriteMode,
): boolean {
  const {
    kind,
    target: targetName,
    polymorphic,
    discriminator,
    narrowed,
    scopeValues,
    targetScope,
  } = association;
  const target = getModel(builder.catalog, targetName);
  if (
    !(association.id in namingOf(builder, model.name).associations) ||
    builder.keyInputs.get(targetName) === undefined
  ) {
    return false;
  }
  if (kind === 'belongsTo') {
    const key = findAttribute(model, association.sourceAttribute);
    return (
      isWritableKey(key) &&
      (!polymorphic || discriminator !== null) &&
      (mode === 'create' || !isInPrimaryKey(model, association.sourceAttribute))
    );
  }
  // What a scope that is no constants wants of a row, nobody can write into it.
  const isKnown = !narrowed || scopeValues !== null || targetScope !== null;
  if (kind === 'belongsToMany') {
    return isKnown && association.through !== null && !isReadOnly(builder, association.through.model);
  }
  return (
    isKnown &&
    writeNamingOf(builder, targetName) !== undefined &&
    isWritableKey(findAttribute(target, association.targetAttribute)) &&
    !isInPrimaryKey(target, association.targetAttribute)
  );
}

function isReadOnly({ catalog }: Builder, model: string): boolean {
  return catalog.models.find(({ name }) => name === model)?.readOnly === true;
}

/** A hidden key still serves its associations, unless the options hide it. */
function isWritableKey(key: CatalogModel['attributes'][number] | undefined): boolean {
  return key?.stored === true && (key.writable || (key.hidden !== null && key.hidden !== 'configured'));
}

interface Link {
  readonly through: CatalogModel;
  readonly names: Readonly<Record<LinkWriteType, string>>;
}

/** The connecting rows of a belongsToMany, where clients may write them. */
function linkOf(builder: Builder, model: CatalogModel, association: CatalogAssociation): Link | null {
  const names = writeNamingOf(builder, model.name)?.links[association.id];
  const through = builder.catalog.models.find(({ name }) => name === association.through?.model);
  return names !== undefined && through !== undefined && hasThroughValues(association, through)
    ? { through, names }
    : null;
}

function relationType(
  builder: Builder,
  rows: RowInputs,
  model: CatalogModel,
  association: CatalogAssociation,
  mode: WriteMode,
): GraphQLInputObjectType {
  const target = getModel(builder.catalog, association.target);
  const link = linkOf(builder, model, association);
  if (link !== null) {
    return linkInput(builder, rows, association, target, link, mode);
  }
  const naming = writeNamingOf(builder, target.name);
  if (!isToMany(association.kind)) {
    return oneInput(builder, rows, target, naming, mode, isRequired(model, target, association));
  }
  return manyInput(
    builder,
    rows,
    target,
    naming,
    mode,
    association.kind === 'hasMany' && isRequired(model, target, association),
  );
}

/** Whether the row that holds the key cannot be without it. */
function isRequired(model: CatalogModel, target: CatalogModel, association: CatalogAssociation): boolean {
  const { kind, sourceAttribute, targetAttribute } = association;
  const key =
    kind === 'belongsTo' ? findAttribute(model, sourceAttribute) : findAttribute(target, targetAttribute);
  return key?.nullable === false;
}

/** A target that is not written can still be connected. Its types go by its own name all the same. */
function nameOf(
  builder: Builder,
  target: CatalogModel,
  naming: WriteNaming | undefined,
  type: keyof WriteNaming['types'],
): string {
  return naming?.types[type] ?? `${namingOf(builder, target.name).type}${type}`;
}

function oneInput(
  builder: Builder,
  rows: RowInputs,
  target: CatalogModel,
  naming: WriteNaming | undefined,
  mode: WriteMode,
  isKept: boolean,
): GraphQLInputObjectType {
  const type = mode === 'create' ? 'CreateOne' : isKept ? 'UpdateRequired' : 'UpdateOne';
  return typeOnce(
    builder,
    nameOf(builder, target, naming, type),
    (name) =>
      new GraphQLInputObjectType({
        name,
        description: `Which row of ${target.name} it is: exactly one of these.`,
        isOneOf: true,
        fields: () => ({
          connect: { type: keyInput(builder, target), description: 'A row that is there.' },
          ...(naming !== undefined && {
            create: { type: rows.create(target), description: 'A new row.' },
            connectOrCreate: {
              type: connectOrCreateInput(builder, rows, target, naming),
              description: 'A row that is there, or else a new one.',
            },
          }),
          ...(mode === 'update' &&
            naming !== undefined && {
              update: { type: rows.update(target), description: 'The present row, changed.' },
            }),
          ...(type === 'UpdateOne' && {
            disconnect: { type: GraphQLBoolean, description: 'True: none any more; the row stays.' },
            ...(naming !== undefined && {
              delete: { type: GraphQLBoolean, description: 'True: the present row is deleted.' },
            }),
          }),
        }),
      }),
  );
}

function manyInput(
  builder: Builder,
  rows: RowInputs,
  target: CatalogModel,
  naming: WriteNaming | undefined,
  mode: WriteMode,
  isKept: boolean,
): GraphQLInputObjectType {
  const type = mode === 'create' ? 'CreateMany' : isKept ? 'UpdateOwned' : 'UpdateMany';
  return typeOnce(
    builder,
    nameOf(builder, target, naming, type),
    (name) =>
      new GraphQLInputObjectType({
        name,
        description: `What happens to rows of ${target.name}; all that is given happens.`,
        fields: () => ({
          ...(naming !== undefined && {
            create: listField(rows.create(target), 'New rows.'),
            connectOrCreate: listField(
              connectOrCreateInput(builder, rows, target, naming),
              'Rows that are there, or else new ones.',
            ),
          }),
          connect: listField(keyInput(builder, target), 'Rows that are there.'),
          ...(mode === 'update' && presentFields(builder, rows, target, naming, isKept)),
        }),
      }),
  );
}

/** What may happen to the rows that are there already. */
function presentFields(
  builder: Builder,
  rows: RowInputs,
  target: CatalogModel,
  naming: WriteNaming | undefined,
  isKept: boolean,
): GraphQLInputFieldConfigMap {
  return {
    ...(naming !== undefined && {
      update: listField(updateByKeyInput(builder, rows, target, naming), 'Rows of these that change.'),
      delete: listField(keyInput(builder, target), 'Rows of these that are deleted.'),
    }),
    ...(!isKept && {
      disconnect: listField(keyInput(builder, target), 'Rows of these that are so no more; they stay.'),
      set: listField(keyInput(builder, target), 'Exactly these rows, and no others.'),
    }),
  };
}

function linkInput(
  builder: Builder,
  rows: RowInputs,
  association: CatalogAssociation,
  target: CatalogModel,
  { through, names }: Link,
  mode: WriteMode,
): GraphQLInputObjectType {
  const naming = writeNamingOf(builder, target.name);
  const throughField = {
    through: {
      type: throughInput(builder, association, through, names.Through),
      description: `What the row of ${through.name} that connects it holds.`,
    },
  };
  const item = (type: LinkWriteType, description: string, fields: () => GraphQLInputFieldConfigMap) =>
    listField(
      typeOnce(
        builder,
        names[type],
        (name) =>
          new GraphQLInputObjectType({ name, description, fields: () => ({ ...fields(), ...throughField }) }),
      ),
      description,
    );
  return typeOnce(
    builder,
    mode === 'create' ? names.CreateMany : names.UpdateMany,
    (name) =>
      new GraphQLInputObjectType({
        name,
        description: `What happens to rows of ${target.name}; all that is given happens.`,
        fields: () => ({
          ...(naming !== undefined && {
            create: item('LinkCreate', 'New rows, and how they are connected.', () => ({
              data: { type: new GraphQLNonNull(rows.create(target)) },
            })),
            connectOrCreate: item(
              'LinkConnectOrCreate',
              'Rows that are there, or else new ones, and how they are connected.',
              () => ({
                key: { type: new GraphQLNonNull(keyInput(builder, target)) },
                create: { type: new GraphQLNonNull(rows.create(target)) },
              }),
            ),
          }),
          connect: item('LinkConnect', 'Rows that are there, and how they are connected.', () => ({
            key: { type: new GraphQLNonNull(keyInput(builder, target)) },
          })),
          ...(mode === 'update' && {
            ...presentFields(builder, rows, target, naming, false),
            ...(naming !== undefined && {
              update: item('LinkUpdate', 'Rows of these that change, or the way they are connected.', () => ({
                key: { type: new GraphQLNonNull(keyInput(builder, target)) },
                data: { type: rows.update(target) },
              })),
            }),
          }),
        }),
      }),
  );
}

function connectOrCreateInput(
  builder: Builder,
  rows: RowInputs,
  target: CatalogModel,
  naming: WriteNaming,
): GraphQLInputObjectType {
  return typeOnce(
    builder,
    naming.types.ConnectOrCreate,
    (name) =>
      new GraphQLInputObjectType({
        name,
        description: `A row of ${target.name} by its key, or where there is none, a new one.`,
        fields: () => ({
          key: { type: new GraphQLNonNull(keyInput(builder, target)) },
          create: { type: new GraphQLNonNull(rows.create(target)) },
        }),
      }),
  );
}

function updateByKeyInput(
  builder: Builder,
  rows: RowInputs,
  target: CatalogModel,
  naming: WriteNaming,
): GraphQLInputObjectType {
  return typeOnce(
    builder,
    naming.types.UpdateByKey,
    (name) =>
      new GraphQLInputObjectType({
        name,
        description: `A row of ${target.name} by its key, and what changes about it.`,
        fields: () => ({
          key: { type: new GraphQLNonNull(keyInput(builder, target)) },
          data: { type: new GraphQLNonNull(rows.update(target)) },
          ...expectedVersion(target),
        }),
      }),
  );
}

/** The argument by which nobody overwrites what they have not seen. */
export function expectedVersion({ versionAttribute }: CatalogModel): Record<string, GraphQLInputFieldConfig> {
  return versionAttribute === null
    ? {}
    : {
        expectedVersion: {
          type: GraphQLInt,
          description: 'The version that was read: where the row has another one by now, nothing is written.',
        },
      };
}

function keyInput(builder: Builder, target: CatalogModel): GraphQLInputObjectType {
  const input = builder.keyInputs.get(target.name);
  invariant(input, `no key input for ${target.name}`);
  return input;
}

function listField(type: GraphQLInputType, description: string): GraphQLInputFieldConfig {
  return { type: new GraphQLList(new GraphQLNonNull(type)), description };
}
