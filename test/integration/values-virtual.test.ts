import { describe, expect, it } from '@jest/globals';
import { type AbstractDataTypeConstructor, DataTypes, type Model } from 'sequelize';
import { onEachDatabase } from '../support/on-each-database.ts';

describe('a VIRTUAL', () => {
  onEachDatabase(
    {
      name: 'values_virtual',
      define(sequelize) {
        const { DATE, GEOMETRY, HSTORE, INET, NUMBER, STRING, VIRTUAL } = DataTypes;
        const virtual = (type: unknown, value: unknown) => ({
          type: VIRTUAL(type as AbstractDataTypeConstructor),
          get: () => value,
        });
        const point = { type: 'Point', coordinates: [1, 2] };
        sequelize.define(
          'Value',
          {
            v: STRING,
            at: virtual(DATE, new Date(0)),
            spot: virtual(GEOMETRY, point),
            map: virtual(HSTORE, { a: '1' }),
            host: virtual(INET, '::1'),
            size: virtual(NUMBER, 1.5),
            free: virtual('WHATEVER', { any: ['thing'] }),
            wrong: virtual(GEOMETRY, 'POINT(1 2)'),
          },
          { timestamps: false },
        );
      },
      fill: async ({ models }) => models.Value?.create({ v: 'x' }),
    },
    (world) => {
      it('of any type takes what the model gives, on every database', async () => {
        const { data, errors } = await world().query('{ values { at spot map host size free wrong } }');
        expect(data).toEqual({
          values: [
            {
              at: '1970-01-01T00:00:00.000Z',
              spot: { type: 'Point', coordinates: [1, 2] },
              map: { a: '1' },
              host: '::1',
              size: 1.5,
              free: { any: ['thing'] },
              wrong: null,
            },
          ],
        });
        expect(errors?.map(({ message }) => message)).toEqual([
          'A value of Value.wrong does not fit its type.',
        ]);
      });
    },
  );
});

describe('a computed ARRAY', () => {
  onEachDatabase(
    {
      name: 'values_array_computed',
      define(sequelize) {
        const { ARRAY, BIGINT, DATE, ENUM, INTEGER, STRING, VIRTUAL } = DataTypes;
        const virtual = (type: unknown) => VIRTUAL(type as AbstractDataTypeConstructor);
        sequelize.define(
          'Value',
          {
            name: STRING,
            letters: { type: virtual(ARRAY(STRING)), get: (): unknown => ['a', null, 'ß'] },
            sizes: { type: virtual(ARRAY(BIGINT)), get: (): unknown => [1, 9007199254740993n] },
            dates: { type: virtual(ARRAY(DATE)), get: (): unknown => [new Date(0)] },
            states: { type: virtual(ARRAY(ENUM('in work'))), get: (): unknown => ['in work'] },
            wrong: { type: virtual(ARRAY(INTEGER)), get: (): unknown => 5 },
          },
          { timestamps: false },
        );
      },
      fill: ({ models }) => models.Value?.create({ name: 'x' }) as Promise<Model>,
    },
    (world) => {
      it('takes what the model gives, on every database', async () => {
        const { data, errors } = await world().query('{ values { letters sizes dates states wrong } }');
        expect(data).toEqual({
          values: [
            {
              letters: ['a', null, 'ß'],
              sizes: ['1', '9007199254740993'],
              dates: ['1970-01-01T00:00:00.000Z'],
              states: ['in_work'],
              wrong: null,
            },
          ],
        });
        expect(errors?.map(({ message }) => message)).toEqual([
          'A value of Value.wrong does not fit its type.',
        ]);
      });
    },
  );
});
