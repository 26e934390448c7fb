import { afterAll, beforeAll, describe } from '@jest/globals';
import type { GraphQLSchema } from 'graphql';
import type { Sequelize } from 'sequelize';
import { createSchema, type KinqlOptions } from '../../src/build/create-schema.ts';
import type { Finding } from '../../src/catalog/finding.ts';
import { databases, openDatabase, type TestDatabase, type TestInstance } from './databases.ts';
import { type QueryResult, runQuery } from './run-query.ts';

/** A set of models on one database of the matrix, synced and filled, with its schema. */
export interface World extends TestInstance {
  readonly schema: GraphQLSchema;
  readonly findings: readonly Finding[];
  query(source: string, variables?: Record<string, unknown>, contextValue?: unknown): Promise<QueryResult>;
}

/** What a test file works on. `name` is its own alone. */
export interface WorldOptions {
  readonly name: string;
  /** Defines and associates the models. */
  readonly define: (sequelize: Sequelize) => void;
  /** Fills the tables, after `sync`. */
  readonly fill?: (sequelize: Sequelize) => Promise<unknown>;
  readonly options?: KinqlOptions;
  /** The databases to run on, where not on all: those that have the types. */
  readonly only?: readonly TestDatabase['name'][];
}

/** Runs the same tests on every database of the matrix; `world()` is there inside of tests. */
export function onEachDatabase(
  { name, define, fill, options, only }: WorldOptions,
  tests: (world: () => World, database: TestDatabase) => void,
): void {
  // Not describe.each, which takes no empty list: on a machine without servers some types have no database to run on.
  for (const database of databases.filter((candidate) => only?.includes(candidate.name) ?? true)) {
    describe(`on ${database.name}`, () => {
      let world: World;

      beforeAll(async () => {
        const instance = await openDatabase(database, name);
        define(instance.sequelize);
        await instance.sequelize.sync();
        await fill?.(instance.sequelize);
        const findings: Finding[] = [];
        const schema = createSchema(instance.sequelize, {
          // The models of tests are small, and declare no indexes.
          onFinding: (finding) => finding.code !== 'FOREIGN_KEY_NOT_INDEXED' && findings.push(finding),
          ...options,
        });
        world = {
          ...instance,
          schema,
          findings,
          query: (source, variables, contextValue) =>
            runQuery(schema, instance, source, variables, contextValue),
        };
      });

      afterAll(() => world?.close());

      tests(() => world, database);
    });
  }
}
