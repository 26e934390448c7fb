import { type GraphQLFieldConfig, type GraphQLFieldConfigArgumentMap, GraphQLNonNull } from 'graphql';
import {
  type CatalogAssociation,
  type CatalogModel,
  getAttribute,
  getModel,
  isUniqueAttribute,
} from '../catalog/catalog.ts';
import { withDirect } from '../execute/answer/direct.ts';
import { loadChild, loadChildConnections, loadChildren, loadParents } from '../execute/answer/load-fields.ts';
import { sourceOf } from '../execute/engine.ts';
import { resolveChild, resolveChildren, resolveParent } from '../execute/resolve.ts';
import { resolveChildConnection } from '../execute/resolve-connection.ts';
import type { ModelNaming } from '../inflection/name-catalog.ts';
import {
  type ChildrenSource,
  fieldExtensions,
  type ListRules,
  type ParentSource,
} from '../plan/field-source.ts';
import { invariant } from '../util/invariant.ts';
import type { Builder, ConnectionLink } from './builder.ts';
import { connectionType } from './connection-types.ts';
import {
  connectionArguments,
  connectionRules,
  hasPlainLists,
  listArguments,
  listOf,
  listRules,
} from './list-rules.ts';
import { namingOf, objectType } from './naming.ts';
import { deletedChoice, type RowsChoice, rowsChoice } from './rows-choice.ts';
import { whereInput } from './where-inputs.ts';

type Fields = Record<string, GraphQLFieldConfig<unknown, unknown>>;

/** The fields that lead from a model's rows to others: parents, single children, lists and connections. */
export function associationFields(builder: Builder, model: CatalogModel, naming: ModelNaming): Fields {
  const fields: Fields = {};
  for (const association of model.associations) {
    const name = naming.associations[association.id];
    invariant(name, `no name for ${association.id}`);
    if (association.kind === 'belongsTo') {
      fields[name] = parentField(builder, model, association);
    } else if (association.kind === 'hasOne') {
      fields[name] = childField(builder, association);
    } else {
      Object.assign(
        fields,
        hasPlainLists(builder) && { [name]: listField(builder, association) },
        connectionField(builder, association, naming.connections[association.id] as string),
      );
    }
  }
  return fields;
}

function parentField(
  builder: Builder,
  model: CatalogModel,
  association: CatalogAssociation,
): GraphQLFieldConfig<unknown, unknown> {
  const { operations } = builder;
  const deleted = deletedChoice(builder, getModel(builder.catalog, association.target));
  const source: ParentSource = {
    kind: 'parent',
    model: model.name,
    alias: association.alias,
    discriminator: association.discriminator ?? {},
    source: sourceOf(association),
    ...deleted.source,
    sourceAttribute: association.sourceAttribute,
    targetAttribute: association.targetAttribute,
  };
  const type = objectType(builder, association.target);
  return withDirect(
    {
      args: deleted.args,
      type:
        builder.settings.nonNullParents && isAlwaysThere(builder, model, association)
          ? new GraphQLNonNull(type)
          : type,
      extensions: fieldExtensions(source),
      resolve: (row, _args, contextValue, info) =>
        resolveParent(source, row, { operations, contextValue, info }),
    },
    { load: loadParents(operations.engine, source) },
  );
}

/** Whether only a delete between two statements could hide the parent: a NOT NULL, constrained key to rows all visible. */
function isAlwaysThere(builder: Builder, model: CatalogModel, association: CatalogAssociation): boolean {
  const target = getModel(builder.catalog, association.target);
  return (
    !getAttribute(model, association.sourceAttribute).nullable &&
    association.constrained &&
    isUniqueAttribute(target, association.targetAttribute) &&
    !target.paranoid &&
    !target.defaultScope.narrows &&
    target.findHooks.length === 0 &&
    !association.narrowed &&
    !association.polymorphic
  );
}

function childField(builder: Builder, association: CatalogAssociation): GraphQLFieldConfig<unknown, unknown> {
  const { operations } = builder;
  const target = getModel(builder.catalog, association.target);
  const deleted = deletedChoice(builder, target);
  const source = childrenSource(association, listRules(builder, target, association.targetScope), deleted);
  return withDirect(
    {
      type: objectType(builder, association.target),
      args: deleted.args,
      extensions: fieldExtensions(source),
      resolve: (row, _args, contextValue, info) =>
        resolveChild(source, row, { operations, contextValue, info }),
    },
    { load: loadChild(operations.engine, source) },
  );
}

function listField(builder: Builder, association: CatalogAssociation): GraphQLFieldConfig<unknown, unknown> {
  const { operations } = builder;
  const target = getModel(builder.catalog, association.target);
  const rows = rowsChoice(builder, target);
  const source = childrenSource(association, listRules(builder, target, association.targetScope), rows);
  const link = linkOf(builder, association);
  return withDirect(
    {
      type: listOf(objectType(builder, association.target)),
      args: { ...listArguments(builder, target, link), ...throughArgument(builder, link) },
      extensions: fieldExtensions(source),
      resolve: (row, _args, contextValue, info) =>
        resolveChildren(source, row, { operations, contextValue, info }),
    },
    { load: loadChildren(operations.engine, source) },
  );
}

/** The same list in pages by cursors, where the target's rows can have cursors. */
function connectionField(
  builder: Builder,
  association: CatalogAssociation,
  name: string,
): Record<string, GraphQLFieldConfig<unknown, unknown>> {
  const { operations } = builder;
  const target = getModel(builder.catalog, association.target);
  const rules = connectionRules(builder, target, association.targetScope);
  if (rules === null) {
    return {};
  }
  const source = childrenSource(association, rules, rowsChoice(builder, target));
  const link = linkOf(builder, association);
  return {
    [name]: withDirect(
      {
        type: new GraphQLNonNull(connectionType(builder, target, link)),
        args: { ...connectionArguments(builder, target, link), ...throughArgument(builder, link) },
        extensions: fieldExtensions(source),
        resolve: (row, _args, contextValue, info) =>
          resolveChildConnection(source, row, { operations, contextValue, info }),
      },
      { load: loadChildConnections(operations.engine, source) },
    ),
  };
}

/** The through model's rows of an association, where clients see them. */
function linkOf(builder: Builder, { id, source, through }: CatalogAssociation): ConnectionLink | null {
  const naming = namingOf(builder, source).links[id];
  return naming === undefined || through === null
    ? null
    : { association: id, naming, model: getModel(builder.catalog, through.model) };
}

function throughArgument(builder: Builder, link: ConnectionLink | null): GraphQLFieldConfigArgumentMap {
  return link === null
    ? {}
    : {
        through: {
          type: whereInput(builder, link.model),
          description: `Only rows whose row of ${link.model.name} is such.`,
        },
      };
}

function childrenSource(association: CatalogAssociation, list: ListRules, rows: RowsChoice): ChildrenSource {
  const { through } = association;
  return {
    kind: 'children',
    model: association.source,
    source: sourceOf(association),
    ...rows.source,
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
    single: association.kind === 'hasOne',
    list,
  };
}
