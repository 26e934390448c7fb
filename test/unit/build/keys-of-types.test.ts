import { describe, expect, it } from '@jest/globals';
import type { GraphQLField } from 'graphql';
import { DataTypes, type Model, type ModelStatic, Sequelize } from 'sequelize';
import { createSchema } from '../../../src/build/create-schema.ts';

const { INTEGER, STRING, UUID } = DataTypes;

/** The fields of Query with their arguments: `task(id: ID!)`. */
function rootFields(define: (sequelize: Sequelize) => unknown): string[] {
  const sequelize = new Sequelize({ dialect: 'postgres', define: { timestamps: false } });
  define(sequelize);
  const fields =
    createSchema(sequelize, { onFinding: () => undefined })
      .getQueryType()
      ?.getFields() ?? {};
  return Object.values(fields).map(printField);
}

const printField = ({ name, args }: GraphQLField<unknown, unknown>) =>
  `${name}(${args
    .filter(({ name: argument }) => !['limit', 'offset'].includes(argument))
    .map((argument) => `${argument.name}: ${argument.type}`)
    .join(', ')})`;

/** The model without the id that Sequelize adds. */
function withoutId(model: ModelStatic<Model>): void {
  model.removeAttribute('id');
}

describe('the fields that find a row', () => {
  it('take the primary key, whatever it is called and of as many attributes as it has', () => {
    const roots = rootFields((sequelize) => {
      sequelize.define('User', { guid: { type: UUID, primaryKey: true } });
      sequelize.define('Seat', {
        row: { type: INTEGER, primaryKey: true },
        place: { type: STRING, primaryKey: true },
      });
    });
    expect(roots.slice(0, 2)).toEqual(['user(guid: ID!)', 'userBy(key: UserKey!)']);
    expect(roots.slice(3, 5)).toEqual(['seat(row: Int!, place: String!)', 'seatBy(key: SeatKey!)']);
  });

  it('take the first unique key without nulls of a model that has no primary key', () => {
    const [row, rowBy] = rootFields((sequelize) =>
      withoutId(
        sequelize.define('Country', {
          name: { type: STRING, unique: true },
          code: { type: STRING, unique: true, allowNull: false },
          number: { type: INTEGER, unique: true, allowNull: false },
        }),
      ),
    );
    expect(row).toBe('country(code: String!)');
    expect(rowBy).toBe('countryBy(key: CountryKey!)');
  });

  it('take any key but that of a row where the only unique ones may be null', () => {
    const roots = rootFields((sequelize) =>
      withoutId(sequelize.define('Country', { name: { type: STRING, unique: true } })),
    );
    expect(roots[0]).toBe('countryBy(key: CountryKey!)');
    expect(roots.some((field) => field.startsWith('country('))).toBe(false);
  });

  it('are not there for a model without any key, which has its list', () => {
    const roots = rootFields((sequelize) => withoutId(sequelize.define('Log', { line: STRING })));
    expect(roots[0]).toBe('logs()');
    expect(roots.some((field) => /^log(By)?\(/.test(field))).toBe(false);
  });
});
