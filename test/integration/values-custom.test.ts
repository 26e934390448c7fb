import { describe, expect, it } from '@jest/globals';
import { type AbstractDataTypeConstructor, DataTypes, type ModelAttributes, Sequelize } from 'sequelize';
import { onEachDatabase } from '../support/on-each-database.ts';
import { typeOfValue } from '../support/values.ts';

describe('a type that Sequelize does not have', () => {
  // As Sequelize's manual says: the class behind the proxy, which would lose what is overridden.
  const Abstract = (DataTypes.ABSTRACT as unknown as { prototype: { constructor: new () => object } })
    .prototype.constructor;
  class Price extends Abstract {
    toSql(): string {
      return 'DECIMAL(10,2)';
    }
  }
  Object.assign(Price, { key: 'PRICE' });
  Object.assign(Price.prototype, { key: 'PRICE' });
  const { classToInvokable } = (
    Sequelize as unknown as { Utils: { classToInvokable(type: unknown): unknown } }
  ).Utils;

  onEachDatabase(
    {
      name: 'values_custom',
      define(sequelize) {
        const isPostgres = sequelize.getDialect() === 'postgres';
        sequelize.define(
          'Value',
          {
            v: isPostgres ? 'tsquery' : 'YEAR',
            document: isPostgres ? 'JSONB' : 'LONGTEXT',
            instant: isPostgres ? 'timestamp with time zone' : 'DATETIME',
            price: classToInvokable(Price) as AbstractDataTypeConstructor,
          } as ModelAttributes,
          { timestamps: false },
        );
      },
      async fill(sequelize) {
        const { define } = (sequelize as unknown as { options: { define?: { schema?: string } } }).options;
        const [table, values] =
          sequelize.getDialect() === 'postgres'
            ? [`"${define?.schema}"."Values"`, `'fat & cat', '{"a": [1]}', '2024-01-31T10:00:00Z', 1.5`]
            : ['`Values`', `2024, '{}', '2024-01-31 10:00:00', 1.5`];
        await sequelize.query(`INSERT INTO ${table} (v, document, instant, price) VALUES (${values})`);
      },
    },
    (world, { name }) => {
      it('is served as the driver gives it, in a scalar named after it, with a finding', async () => {
        const { data, errors } = await world().query('{ values { v document instant price } }');
        expect(errors).toBeUndefined();
        const postgres = {
          v: "'fat' & 'cat'",
          document: { a: [1] },
          instant: '2024-01-31T10:00:00.000Z',
          price: '1.50',
        };
        const given = {
          embedded: postgres,
          postgres,
          mariadb: { v: 2024, document: '{}', instant: '2024-01-31T10:00:00.000Z', price: '1.50' },
          sqlite: { v: 2024, document: '{}', instant: '2024-01-31 10:00:00', price: 1.5 },
        };
        expect(data).toEqual({ values: [given[name]] });
        expect(typeOfValue(world())).toBe(given[name] === postgres ? 'Tsquery' : 'Year');
        expect(world().findings.map(({ code, place }) => [code, place])).toEqual(
          ['v', 'document', 'instant', 'price'].map((attribute) => [
            'ATTRIBUTE_TYPE_UNKNOWN',
            `Value.${attribute}`,
          ]),
        );
      });
    },
  );
});
