import { expect } from '@jest/globals';
import fc from 'fast-check';
import type { GraphQLObjectType } from 'graphql';
import type { ModelAttributes, Sequelize } from 'sequelize';
import type { World, WorldOptions } from './on-each-database.ts';

/** A model `Value` whose rows are the given values of one attribute `v`, one after the other. */
export function valuesOf(name: string, type: unknown, values: readonly unknown[]): WorldOptions {
  return {
    name: `values_${name}`,
    define(sequelize: Sequelize) {
      sequelize.define('Value', { v: type } as ModelAttributes, { timestamps: false });
    },
    async fill({ models }: Sequelize) {
      await models.Value?.bulkCreate(values.map((v) => ({ v })));
    },
    options: { page: { default: 1_000 }, writes: { maxRows: 100_000 } },
  };
}

/** The values of all rows in their order, which must come without an error. */
export async function readValues(world: World, selection = ''): Promise<unknown[]> {
  const { data, errors } = await world.query(`{ values { v ${selection} } }`);
  expect(errors).toBeUndefined();
  return (data as { values: { v: unknown }[] }).values.map(({ v }) => v);
}

/** The same values in every run: one statement inserts them, one reads them. */
export function sample<Value>(arbitrary: fc.Arbitrary<Value>, numRuns = 200): Value[] {
  return fc.sample(arbitrary, { numRuns, seed: 42 });
}

/** The name of the table behind `Value`, quoted. */
export function valuesTable({ sequelize, database }: World): string {
  const { define } = (sequelize as unknown as { options: { define?: { schema?: string } } }).options;
  return database.name === 'mariadb' || database.name === 'sqlite'
    ? '`Values`'
    : `"${define?.schema}"."Values"`;
}

/** The GraphQL type of the attribute, as the schema prints it. */
export function typeOfValue({ schema }: World): string {
  return String((schema.getType('Value') as GraphQLObjectType).getFields().v?.type);
}

/** Writes values, as clients see them, into new rows, and gives what those hold. */
export async function writeValues(
  world: World,
  values: readonly unknown[],
  selection = '',
): Promise<unknown[]> {
  const written: unknown[] = [];
  for (let start = 0; start < values.length; start += 500) {
    const { data, errors } = await world.query(
      `mutation ($data: [ValueCreate!]!) {
        createValues(data: $data) { values { v ${selection} } errors { path message } }
      }`,
      { data: values.slice(start, start + 500).map((v) => ({ v })) },
    );
    expect(errors).toBeUndefined();
    const payload = (data as { createValues: { values: { v: unknown }[]; errors: unknown[] } }).createValues;
    expect(payload.errors).toEqual([]);
    written.push(...payload.values.map(({ v }) => v));
  }
  return written;
}
