import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type GraphQLSchema, isInputObjectType } from 'graphql';
import { DataTypes, Sequelize } from 'sequelize';
import { createSchema } from '../../../src/build/create-schema.ts';
import { sqliteOptions } from '../../support/databases.ts';

const { ARRAY, RANGE, ENUM, JSON: Json, ...types } = DataTypes;

/** A model with an attribute of every type that the dialect has. */
function schemaOf(dialect: 'postgres' | 'mysql' | 'sqlite'): GraphQLSchema {
  const sequelize = new Sequelize({
    ...(dialect === 'sqlite' ? sqliteOptions() : { dialect }),
    define: { timestamps: false },
  });
  sequelize.define('Task', {
    text: types.STRING,
    count: types.INTEGER,
    big: types.BIGINT,
    float: types.DOUBLE,
    price: types.DECIMAL,
    done: types.BOOLEAN,
    at: types.DATE,
    day: types.DATEONLY,
    time: types.TIME,
    uuid: types.UUID,
    status: ENUM('open', 'done'),
    fields: Json,
    bytes: types.BLOB,
    place: types.GEOMETRY,
    other: 'MONEY',
    ...(dialect === 'postgres' && {
      address: types.INET,
      hardware: types.MACADDR,
      pairs: types.HSTORE,
      words: types.TSVECTOR,
      labels: ARRAY(types.STRING),
      span: RANGE(types.INTEGER),
    }),
  });
  return createSchema(sequelize, { onFinding: () => undefined });
}

/** By the name of a filter input, its operators. */
function operatorsOf(schema: GraphQLSchema): Record<string, string[]> {
  const filters = Object.values(schema.getTypeMap()).filter(({ name }) => name.endsWith('Filter'));
  return Object.fromEntries(
    filters.map((type) => [type.name, isInputObjectType(type) ? Object.keys(type.getFields()) : []]),
  );
}

/** The rows of the table of operators: an input, what it has everywhere, and what on Postgres only. */
const rows = Array.from(
  readFileSync(join(__dirname, '..', '..', '..', 'docs', 'dialects.md'), 'utf8').matchAll(
    /^\| `(\w+Filter)`[^|]*\|([^|]*)\|([^|]*)\|$/gm,
  ),
  ([, name = '', everywhere = '', onPostgres = '']) => ({
    name,
    everywhere: everywhere.split(' ').filter(Boolean),
    onPostgres: onPostgres.split(' ').filter(Boolean),
  }),
);

describe('docs/dialects.md', () => {
  it('lists the operators that a schema on Postgres has', () => {
    expect(operatorsOf(schemaOf('postgres'))).toEqual(
      Object.fromEntries(
        rows.map(({ name, everywhere, onPostgres }) => [name, [...everywhere, ...onPostgres]]),
      ),
    );
  });

  it.each(['mysql', 'sqlite'] as const)('lists those that a schema on %s has', (dialect) => {
    expect(operatorsOf(schemaOf(dialect))).toEqual(
      Object.fromEntries(
        rows
          .filter(({ everywhere }) => everywhere.length > 0)
          .map(({ name, everywhere }) => [name, everywhere]),
      ),
    );
  });
});
