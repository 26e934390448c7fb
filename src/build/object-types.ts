import {
  GraphQLEnumType,
  type GraphQLFieldConfig,
  type GraphQLFieldConfigArgumentMap,
  type GraphQLFieldResolver,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
} from 'graphql';
import {
  type CatalogAssociation,
  type CatalogAttribute,
  type CatalogModel,
  getAttribute,
  getModel,
  identifyingKey,
  innermostType,
  isShownAsText,
  isUniqueAttribute,
} from '../catalog/catalog.ts';
import { errorCodes } from '../errors/error-code.ts';
import { RequestError } from '../errors/request-error.ts';
import { withAttributes } from '../execute/complete-row.ts';
import { getCodec, getEngineModel } from '../execute/engine.ts';
import { computeAttribute, presentAsText } from '../execute/instance.ts';
import { resolveChild, resolveChildren, resolveParent } from '../execute/resolve.ts';
import { isInstance, readAttribute } from '../execute/row.ts';
import type { ModelNaming } from '../inflection/name-catalog.ts';
import {
  type ChildrenSource,
  fieldExtensions,
  type PageSize,
  type ParentSource,
  typeExtensions,
} from '../plan/field-source.ts';
import type { SourceReference } from '../plan/plan.ts';
import { invariant } from '../util/invariant.ts';
import type { Builder } from './builder.ts';
import { enumLabels } from './enum-labels.ts';
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
        fields: () => ({
          ...attributeFields(builder, model, naming),
          ...associationFields(builder, model, naming),
        }),
      }),
    );
  }
}

function attributeFields(builder: Builder, model: CatalogModel, naming: ModelNaming): Fields {
  const fields: Fields = {};
  for (const [name, fieldName] of Object.entries(naming.attributes)) {
    const attribute = getAttribute(model, name);
    const type = valueType(builder, model, attribute);
    const needed = neededAttributes(model, attribute);
    fields[fieldName] = {
      // A getter may give null whatever the column holds.
      type: attribute.nullable || attribute.computed ? type : new GraphQLNonNull(type),
      description: attributeDescription(attribute),
      extensions: fieldExtensions({ kind: 'attribute', attributes: needed }),
      resolve: attributeResolver(builder, model, attribute, type, needed),
    };
  }
  return fields;
}

/** The columns' attributes behind an attribute: itself, or for a computed one whatever its code may look at. */
function neededAttributes(model: CatalogModel, attribute: CatalogAttribute): readonly string[] {
  if (!attribute.computed) {
    return [attribute.name];
  }
  const own = attribute.stored ? [attribute.name] : [];
  return attribute.computedFrom === null
    ? model.attributes.filter(({ stored }) => stored).map(({ name }) => name)
    : [...own, ...attribute.computedFrom];
}

/** Checks here and not only in graphql-js, so that a value that does not fit is reported with model and attribute. */
function attributeResolver(
  { operations }: Builder,
  model: CatalogModel,
  attribute: CatalogAttribute,
  type: GraphQLOutputType,
  needed: readonly string[],
): GraphQLFieldResolver<unknown, unknown> {
  const engineModel = getEngineModel(operations.engine, model.name);
  const codec = getCodec(engineModel, attribute.name);
  const present = isShownAsText(attribute) ? (value: unknown) => presentAsText(value, codec) : codec.present;
  const readValue = (row: unknown): unknown => {
    const isObject = typeof row === 'object' && row !== null;
    const isModelValue = isObject && (attribute.computed || isInstance(row));
    const value =
      isObject && attribute.computed
        ? computeAttribute(engineModel, row, attribute.name)
        : readAttribute(row, attribute.name);
    if (value === null || value === undefined) {
      return null;
    }
    try {
      const decoded = isModelValue ? present(value) : codec.decode(value);
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
  return (row, _args, contextValue, info) =>
    withAttributes(row, needed, model.name, { operations, contextValue, info }, readValue);
}

function associationFields(builder: Builder, model: CatalogModel, naming: ModelNaming): Fields {
  const fields: Fields = {};
  for (const association of model.associations) {
    const name = naming.associations[association.id];
    invariant(name, `no name for ${association.id}`);
    fields[name] =
      association.kind === 'belongsTo'
        ? parentField(builder, model, association)
        : childrenField(builder, association);
  }
  return fields;
}

function parentField(
  builder: Builder,
  model: CatalogModel,
  association: CatalogAssociation,
): GraphQLFieldConfig<unknown, unknown> {
  const { operations } = builder;
  const source: ParentSource = {
    kind: 'parent',
    model: model.name,
    alias: association.alias,
    discriminator: association.discriminator ?? {},
    source: sourceReference(association),
    sourceAttribute: association.sourceAttribute,
    targetAttribute: association.targetAttribute,
  };
  const type = objectType(builder, association.target);
  return {
    type:
      builder.settings.nonNullParents && isAlwaysThere(builder, model, association)
        ? new GraphQLNonNull(type)
        : type,
    extensions: fieldExtensions(source),
    resolve: (row, _args, contextValue, info) =>
      resolveParent(source, row, { operations, contextValue, info }),
  };
}

/** Whether only a delete between two statements could hide the parent: a NOT NULL, constrained key to rows all visible. */
function isAlwaysThere(builder: Builder, model: CatalogModel, association: CatalogAssociation): boolean {
  const target = getModel(builder.catalog, association.target);
  return (
    !getAttribute(model, association.sourceAttribute).nullable &&
    association.constrained &&
    isUniqueAttribute(target, association.targetAttribute) &&
    !target.paranoid &&
    !target.defaultScope.where &&
    target.findHooks.length === 0 &&
    !association.narrowed &&
    !association.polymorphic
  );
}

function childrenField(
  builder: Builder,
  association: CatalogAssociation,
): GraphQLFieldConfig<unknown, unknown> {
  const { operations, settings } = builder;
  const { through } = association;
  const single = association.kind === 'hasOne';
  const source: ChildrenSource = {
    kind: 'children',
    model: association.source,
    source: sourceReference(association),
    sourceAttribute: association.sourceAttribute,
    targetAttribute: through === null ? association.targetAttribute : through.sourceAttribute,
    through:
      through === null
        ? null
        : {
            association: association.id,
            model: through.model,
            throughAttribute: through.targetAttribute,
            targetAttribute: association.targetAttribute,
          },
    single,
    pageSize: settings.pageSize,
  };
  const type = objectType(builder, association.target);
  const resolution = (contextValue: unknown, info: GraphQLResolveInfo) => ({
    operations,
    contextValue,
    info,
  });
  return single
    ? {
        type,
        extensions: fieldExtensions(source),
        resolve: (row, _args, contextValue, info) =>
          resolveChild(source, row, resolution(contextValue, info)),
      }
    : {
        type: listOf(type),
        args: pageArguments(settings.pageSize),
        extensions: fieldExtensions(source),
        resolve: (row, _args, contextValue, info) =>
          resolveChildren(source, row, resolution(contextValue, info)),
      };
}

function sourceReference({ id, target, narrowed }: CatalogAssociation): SourceReference {
  return { model: target, association: narrowed ? id : null };
}

/** A list that is always there, of rows that are. */
export function listOf(
  type: GraphQLObjectType,
): GraphQLNonNull<GraphQLList<GraphQLNonNull<GraphQLObjectType>>> {
  return new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(type)));
}

export function pageArguments(pageSize: PageSize): GraphQLFieldConfigArgumentMap {
  return {
    limit: {
      type: GraphQLInt,
      description: `How many rows at most; ${pageSize.default} where not given, ${pageSize.max} whatever is given.`,
    },
    offset: { type: GraphQLInt, description: 'How many rows to skip.' },
  };
}

export function objectType(builder: Builder, model: string): GraphQLObjectType {
  const type = builder.objectTypes.get(model);
  invariant(type, `no object type for ${model}`);
  return type;
}

export function namingOf(builder: Builder, model: string): ModelNaming {
  const naming = builder.names.models[model];
  invariant(naming, `no names for ${model}`);
  return naming;
}
