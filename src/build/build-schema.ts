import { GraphQLSchema, validateSchema } from 'graphql';
import type { Catalog } from '../catalog/catalog.ts';
import { PreparedOperations } from '../execute/answer/prepare-operation.ts';
import type { Operations } from '../execute/operation-state.ts';
import type { Names } from '../inflection/name-catalog.ts';
import { restrictedAttributes } from '../policy/check-rules.ts';
import { invariant } from '../util/invariant.ts';
import type { Builder, BuildSettings } from './builder.ts';
import { collectReferences } from './global-references.ts';
import { collectIdentifiers } from './identifiers.ts';
import { buildMutationType } from './mutation-fields.ts';
import { buildEnumTypes, buildObjectTypes } from './object-types.ts';
import { buildKeyInputs, buildQueryType } from './root-fields.ts';
import { customScalar } from './scalars.ts';

/**
 * Builds the schema that a checked catalog implies, with every resolver in it. Synchronous and pure: asks no database and
 * keeps nothing outside the schema.
 */
export function buildSchema(
  catalog: Catalog,
  names: Names,
  operations: Operations,
  settings: BuildSettings,
): GraphQLSchema {
  const builder: Builder = {
    catalog,
    names,
    operations,
    settings,
    restricted:
      settings.rules === null ? new Set() : restrictedAttributes({ catalog, names }, settings.rules),
    identifiers: collectIdentifiers(catalog),
    references: settings.relay ? collectReferences(catalog, names) : new Map(),
    nodeTypes: new WeakMap(),
    objectTypes: new Map(),
    enumTypes: new Map(),
    rangeTypes: new Map(),
    customScalars: new Map(
      Object.entries(names.scalars).map(([type, name]) => [type, customScalar(name, type)]),
    ),
    keyInputs: new Map(),
    otherTypes: new Map(),
  };
  buildEnumTypes(builder);
  buildObjectTypes(builder);
  buildKeyInputs(builder);
  const mutation = settings.writes === null ? null : buildMutationType(builder, settings.writes);
  const schema = new GraphQLSchema({
    query: buildQueryType(builder),
    mutation,
    extensions: { kinql: operations, kinqlPrepared: new PreparedOperations(operations.engine) },
  });
  const errors = validateSchema(schema);
  invariant(errors.length === 0, errors.map(({ message }) => message).join(' '));
  return schema;
}

/** What stands behind a schema that KinQL built; undefined for any other. */
export function getOperations(schema: GraphQLSchema): Operations | undefined {
  return (schema.extensions as { kinql?: Operations }).kinql;
}

/** The operations of the schema that were made ready to run already; undefined for a schema that KinQL did not build. */
export function getPreparedOperations(schema: GraphQLSchema): PreparedOperations | undefined {
  return (schema.extensions as { kinqlPrepared?: PreparedOperations }).kinqlPrepared;
}
