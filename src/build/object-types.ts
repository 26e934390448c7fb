import {
  GraphQLEnumType,
  type GraphQLFieldConfig,
  type GraphQLFieldResolver,
  GraphQLID,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLOutputType,
} from 'graphql';
import {
  type CatalogAttribute,
  type CatalogModel,
  getAttribute,
  identifyingKey,
  innermostType,
  isShownAsText,
  mayReadIncluded,
} from '../catalog/catalog.ts';
import { errorCodes } from '../errors/error-code.ts';
import { RequestError } from '../errors/request-error.ts';
import { toError } from '../errors/to-error.ts';
import { type Direct, withDirect } from '../execute/answer/direct.ts';
import { refuseHidden } from '../execute/check-policy.ts';
import { keyOf, withAttributes } from '../execute/complete-row.ts';
import { type Engine, getCodec, getEngineModel } from '../execute/engine.ts';
import { computeAttribute, presentAsText, withoutHidden } from '../execute/instance.ts';
import type { OperationState } from '../execute/operation-state.ts';
import { isInstance, readAttribute } from '../execute/row.ts';
import { carriesIncluded } from '../execute/scoped-instances.ts';
import type { ModelNaming } from '../inflection/name-catalog.ts';
import { fieldExtensions, typeExtensions } from '../plan/field-source.ts';
import type { GlobalReference } from '../plan/input-source.ts';
import type { Policy } from '../policy/policy.ts';
import { associationFields } from './association-fields.ts';
import { certainReference } from './attribute-type.ts';
import type { Builder } from './builder.ts';
import { enumLabels } from './enum-labels.ts';
import { namingOf } from './naming.ts';
import { globalIdField, nodeInterface, ownGlobalId, readGlobalId } from './node-fields.ts';
import { attributeDescription, checkValue, valueType } from './value-type.ts';

type Fields = Record<string, GraphQLFieldConfig<unknown, unknown>>;

export function buildEnumTypes(builder: Builder): void {
  for (const model of builder.catalog.models) {
    for (const [name, typeName] of Object.entries(namingOf(builder, model.name).enums)) {
      const attribute = getAttribute(model, name);
      const { enumValues } = innermostType(attribute);
      const labels = enumLabels(enumValues);
      builder.enumTypes.set(
        `${model.name}.${name}`,
        new GraphQLEnumType({
          name: typeName,
          description: attribute.description,
          values: Object.fromEntries(
            enumValues.map((value, index) => [
              labels[index] as string,
              {
                value,
                ...(labels[index] !== value && { description: `The value ${JSON.stringify(value)}.` }),
              },
            ]),
          ),
        }),
      );
    }
  }
}

export function buildObjectTypes(builder: Builder): void {
  for (const model of builder.catalog.models) {
    const naming = namingOf(builder, model.name);
    builder.objectTypes.set(
      model.name,
      new GraphQLObjectType({
        name: naming.type,
        description: model.description,
        extensions: typeExtensions({
          model: model.name,
          key: identifyingKey(model)?.attributes ?? null,
        }),
        interfaces: () => (naming.globalId === null ? [] : [nodeInterface(builder)]),
        fields: () => ({
          ...ownIdField(builder, model, naming),
          ...attributeFields(builder, model, naming),
          ...associationFields(builder, model, naming),
        }),
      }),
    );
  }
}

function ownIdField(builder: Builder, model: CatalogModel, { globalId }: ModelNaming): Fields {
  const own = ownGlobalId(builder, model);
  if (own === null || globalId === null) {
    return {};
  }
  const field = globalIdField(builder, model, [own], 'The global id.');
  const { resolve } = field;
  const refuse = (policy: Policy | null): void => refuseHidden(policy, model.name, own.attributes, 'read');
  return {
    [globalId]: withDirect(
      {
        ...field,
        type: new GraphQLNonNull(GraphQLID),
        resolve: (row, args, contextValue, info) => {
          refuse(builder.operations.find(contextValue, info).policy);
          return resolve?.(row, args, contextValue, info);
        },
      },
      {
        read: (row, { policy }) => {
          refuse(policy);
          return readGlobalId(builder, model, [own], row);
        },
      },
    ),
  };
}

function attributeFields(builder: Builder, model: CatalogModel, naming: ModelNaming): Fields {
  const fields: Fields = {};
  for (const [name, fieldName] of Object.entries(naming.attributes)) {
    const attribute = getAttribute(model, name);
    const references = builder.references.get(`${model.name}.${name}`);
    if (references !== undefined) {
      fields[fieldName] = referenceField(builder, model, attribute, references);
      continue;
    }
    const type = valueType(builder, model, attribute);
    const needed = neededAttributes(model, attribute);
    const values = attributeValues(builder, model, attribute, type, needed);
    fields[fieldName] = withDirect(
      {
        // A getter may give null whatever the column holds.
        type:
          attribute.nullable || attribute.computed || isRestricted(builder, model, name)
            ? type
            : new GraphQLNonNull(type),
        description: attributeDescription(attribute),
        extensions: fieldExtensions({ kind: 'attribute', attributes: needed }),
        resolve: values.resolve,
      },
      values.direct,
    );
  }
  return fields;
}

/** A foreign key as the global id of the row that it names; of a polymorphic one, there may be none. */
function referenceField(
  builder: Builder,
  model: CatalogModel,
  attribute: CatalogAttribute,
  references: readonly GlobalReference[],
): GraphQLFieldConfig<unknown, unknown> {
  const types = references.map(({ type }) => type).join(' or ');
  const field = globalIdField(
    builder,
    model,
    references,
    attributeDescription(attribute) ?? `The global id of a ${types}.`,
  );
  if (isRestricted(builder, model, attribute.name)) {
    return withDirect(
      { ...field, type: GraphQLID, resolve: unlessHidden(builder, model, attribute, field.resolve) },
      {
        read: (row, { policy }) =>
          policy?.isReadable(model.name, attribute.name) === false
            ? null
            : readGlobalId(builder, model, references, row),
      },
    );
  }
  const isNonNull = !attribute.nullable && certainReference(builder, model, attribute.name) !== null;
  return { ...field, type: isNonNull ? new GraphQLNonNull(GraphQLID) : GraphQLID };
}

/**
 * The columns' attributes behind an attribute: itself, or for a computed one whatever its code may look at; the key alone
 * where that is read by a statement of its own.
 */
function neededAttributes(model: CatalogModel, attribute: CatalogAttribute): readonly string[] {
  if (!attribute.computed) {
    return [attribute.name];
  }
  const key = identifyingKey(model);
  if (mayReadIncluded(model, attribute) && key !== null) {
    return key.attributes;
  }
  const own = attribute.stored ? [attribute.name] : [];
  return attribute.computedFrom === null
    ? model.attributes.filter(({ stored }) => stored).map(({ name }) => name)
    : [...own, ...attribute.computedFrom];
}

/** How an attribute is read: by graphql-js, and directly. */
interface AttributeValues {
  readonly resolve: GraphQLFieldResolver<unknown, unknown>;
  readonly direct: Direct;
}

/** Checks here and not only in graphql-js, so that a value that does not fit is reported with model and attribute. */
function attributeValues(
  builder: Builder,
  model: CatalogModel,
  attribute: CatalogAttribute,
  type: GraphQLOutputType,
  needed: readonly string[],
): AttributeValues {
  const { operations } = builder;
  const engineModel = getEngineModel(operations.engine, model.name);
  const codec = getCodec(engineModel, attribute.name);
  const present = isShownAsText(attribute) ? (value: unknown) => presentAsText(value, codec) : codec.present;
  const { name, computed } = attribute;
  const find = (row: unknown, policy: Policy | null): unknown =>
    computed && typeof row === 'object' && row !== null
      ? computeAttribute(engineModel, withoutHidden(engineModel, row, policy), name)
      : readAttribute(row, name);
  const decode = (row: unknown, value: unknown): unknown => {
    if (value === null || value === undefined) {
      return null;
    }
    const isModelValue = typeof row === 'object' && row !== null && (computed || isInstance(row));
    return isModelValue ? present(value) : codec.decode(value);
  };
  const readValue = (row: unknown, policy: Policy | null): unknown => {
    const value = find(row, policy);
    try {
      const decoded = decode(row, value);
      checkValue(type, decoded);
      return decoded;
    } catch (error) {
      throw new RequestError(
        errorCodes.VALUE_NOT_REPRESENTABLE,
        `A value of ${model.name}.${attribute.name} does not fit its type.`,
        error,
      );
    }
  };
  const looksAround = mayReadIncluded(model, attribute);
  const resolve: GraphQLFieldResolver<unknown, unknown> = (row, _args, contextValue, info) =>
    withAttributes(row, needed, model.name, { operations, contextValue, info }, (complete) => {
      const state = operations.find(contextValue, info);
      return looksAround ? readIncluded(complete, state) : readValue(complete, state.policy);
    });
  const readIncluded = async (complete: unknown, { loaders, policy }: OperationState): Promise<unknown> => {
    if (policy !== null && !showsIncluded(operations.engine, policy, model)) {
      return null;
    }
    const key = carriesIncluded(complete, engineModel) ? null : keyOf(complete, engineModel);
    if (key === null) {
      return readValue(complete, policy);
    }
    const instance = await loaders.loadInstance(model.name, key);
    return instance === null ? null : readValue(instance, policy);
  };
  const readLater = async (row: unknown, state: OperationState): Promise<unknown> =>
    looksAround ? readIncluded(row, state) : readValue(row, state.policy);
  const restricted = isRestricted(builder, model, name);
  const isHidden = (policy: Policy | null): boolean =>
    restricted && policy?.isReadable(model.name, name) === false;
  return {
    resolve: restricted ? unlessHidden(builder, model, attribute, resolve) : resolve,
    direct:
      looksAround || mayBePromised(attribute)
        ? {
            load: (rows, { state }) =>
              Promise.all(
                rows.map((row) => (isHidden(state.policy) ? null : readLater(row, state).catch(toError))),
              ),
          }
        : {
            read: (row, { policy }) => (isHidden(policy) ? null : decode(row, find(row, policy))),
            readChecked: (row, { policy }) => (isHidden(policy) ? null : readValue(row, policy)),
          },
  };
}

/** Whether a getter may give a promise, or an error: scalars that take any value take these too, until graphql-js looks at them. */
function mayBePromised(attribute: CatalogAttribute): boolean {
  const { kind } = innermostType(attribute);
  return attribute.computed && (kind === 'json' || kind === 'keyValue' || kind === 'custom');
}

/** Whether the viewer may see all that the default scope includes: the rows come as they are, and the model's code shows them. */
function showsIncluded(
  engine: Engine,
  policy: Policy,
  { defaultScope, associations }: CatalogModel,
): boolean {
  return defaultScope.includes.every((alias) => {
    const target = associations.find((association) => association.alias === alias)?.target;
    return (
      target !== undefined &&
      policy.rows(target, 'read') === 'all' &&
      getEngineModel(engine, target).catalog.attributes.every(({ name }) => policy.isReadable(target, name))
    );
  });
}

/** Null for a viewer who may not read the attribute. */
function unlessHidden(
  { operations }: Builder,
  model: CatalogModel,
  attribute: CatalogAttribute,
  resolve: GraphQLFieldResolver<unknown, unknown> | undefined,
): GraphQLFieldResolver<unknown, unknown> {
  return (row, args, contextValue, info) =>
    operations.find(contextValue, info).policy?.isReadable(model.name, attribute.name) === false
      ? null
      : resolve?.(row, args, contextValue, info);
}

/** Whether the rules keep the attribute from a role, which is shown null then. */
function isRestricted({ restricted }: Builder, model: CatalogModel, attribute: string): boolean {
  return restricted.has(`${model.name}.${attribute}`);
}
