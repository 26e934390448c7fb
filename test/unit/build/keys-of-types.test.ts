import { describe, expect, it } from '@jest/globals';
import { type GraphQLField, isNonNullType } from 'graphql';
import { DataTypes, type Model, type ModelStatic, Sequelize } from 'sequelize';
import { createSchema } from '../../../src/build/create-schema.ts';

const { INTEGER, STRING, UUID } = DataTypes;

/** The fields of Query that give one row, with their arguments: `task(id: ID!)`. */
function rowFields(define: (sequelize: Sequelize) => unknown): string[] {
  const sequelize = new Sequelize({ dialect: 'postgres', define: { timestamps: false } });
  define(sequelize);
  const schema = createSchema(sequelize, { lists: 'list', aggregates: false, onFinding: () => undefined });
  return Object.values(schema.getQueryType()?.getFields() ?? {})
    .filter(({ type }) => !isNonNullType(type))
    .map(printField);
}

const printField = ({ name, args }: GraphQLField<unknown, unknown>) =>
  `${name}(${args.map((argument) => `${argument.name}: ${argument.type}`).join(', ')})`;

/** The model without the id that Sequelize adds. */
function withoutId(model: ModelStatic<Model>): void {
  model.removeAttribute('id');
}

describe('the fields that find a row', () => {
  it('take the primary key, whatever it is called and of as many attributes as it has', () => {
    expect(
      rowFields((sequelize) => {
        sequelize.define('User', { guid: { type: UUID, primaryKey: true } });
        sequelize.define('Seat', {
          row: { type: INTEGER, primaryKey: true },
          place: { type: STRING, primaryKey: true },
        });
      }),
    ).toEqual([
      'user(guid: ID!)',
      'userBy(key: UserKey!)',
      'seat(row: Int!, place: String!)',
      'seatBy(key: SeatKey!)',
    ]);
  });

  it('take the first unique key without nulls of a model that has no primary key', () => {
    expect(
      rowFields((sequelize) =>
        withoutId(
          sequelize.define('Country', {
            name: { type: STRING, unique: true },
            code: { type: STRING, unique: true, allowNull: false },
            number: { type: INTEGER, unique: true, allowNull: false },
          }),
        ),
      ),
    ).toEqual(['country(code: String!)', 'countryBy(key: CountryKey!)']);
  });

  it('take any unique key, and none is the key of a row, where all of them may be null', () => {
    expect(
      rowFields((sequelize) =>
        withoutId(sequelize.define('Country', { name: { type: STRING, unique: true } })),
      ),
    ).toEqual(['countryBy(key: CountryKey!)']);
  });

  it('are not there for a model without any key, which has lists alone', () => {
    expect(rowFields((sequelize) => withoutId(sequelize.define('Log', { line: STRING })))).toEqual([]);
  });
});
