import { describe, expect, it } from '@jest/globals';
import { DataTypes, type ModelAttributes } from 'sequelize';
import { onEachDatabase } from '../support/on-each-database.ts';

const bare = { timestamps: false };

describe('values of an ENUM that are no names in GraphQL (B14)', () => {
  const labels: Readonly<Record<string, string>> = {
    'in-progress': 'in_progress',
    '2nd try': '_2nd_try',
    done: 'done',
    true: 'true_',
    null: 'null_',
    'a b': 'a_b_c8687a08',
    a_b: 'a_b',
    'A-B': 'A_B',
    '': 'EMPTY',
  };
  const values = Object.keys(labels);
  onEachDatabase(
    {
      name: 'reported_enum',
      define(sequelize) {
        sequelize.define('Task', { st: DataTypes.ENUM(...values) }, bare);
      },
      async fill({ models }) {
        await models.Task?.bulkCreate(values.map((st) => ({ st })));
      },
    },
    (world) => {
      it('have a legal label each, under which they come out', async () => {
        const { data } = await world().query(
          '{ tasks { st } __type(name: "TaskSt") { enumValues { name } } }',
        );
        expect(data).toEqual({
          tasks: Object.values(labels).map((st) => ({ st })),
          __type: { enumValues: Object.values(labels).map((name) => ({ name })) },
        });
      });

      it('are found by their labels, one row each, in the query and in variables', async () => {
        for (const [index, label] of Object.values(labels).entries()) {
          const { data } = await world().query(
            `query ($st: TaskSt) {
              literal: tasks(where: { st: { eq: ${label} } }) { id }
              variable: tasks(where: { st: { eq: $st } }) { id }
            }`,
            { st: label },
          );
          const rows = [{ id: String(index + 1) }];
          expect(data).toEqual({ literal: rows, variable: rows });
        }
      });
    },
  );
});

describe('types that a mapper may not know (B60)', () => {
  onEachDatabase(
    {
      name: 'reported_types',
      define(sequelize) {
        const { BLOB, CIDR, INET, INTEGER, RANGE, TIME, TSVECTOR, VIRTUAL, ARRAY } = DataTypes;
        const v = {
          type: VIRTUAL(ARRAY(INTEGER)),
          get: () => [1, 2],
        };
        const own =
          sequelize.getDialect() === 'postgres'
            ? { span: RANGE(INTEGER), ip: INET, net: CIDR, ts: TSVECTOR, bits: 'BIT(8)' }
            : { yr: 'YEAR', bits: 'BIT(8)' };
        sequelize.define('Misc', { raw: BLOB, tm: TIME, v, ...own } as ModelAttributes, bare);
      },
      async fill(sequelize) {
        const { Misc } = sequelize.models;
        const own =
          sequelize.getDialect() === 'postgres'
            ? {
                span: [
                  { value: 1, inclusive: true },
                  { value: 5, inclusive: false },
                ],
                ip: '10.0.0.1',
                net: '10.0.0.0/8',
                ts: 'a cat',
              }
            : { yr: 2024 };
        await Misc?.create({ raw: Buffer.from([0, 255]), tm: '23:59:59', ...own });
      },
    },
    (world, { name }) => {
      it('stop nothing: known ones have a type, unknown ones a scalar and a warning', async () => {
        const common = { raw: 'AP8=', tm: '23:59:59', v: [1, 2], bits: null };
        const own =
          name === 'mariadb' || name === 'sqlite'
            ? { yr: 2024 }
            : {
                span: { start: 1, end: 5, startInclusive: true, endInclusive: false },
                ip: '10.0.0.1',
                net: '10.0.0.0/8',
                ts: "'a' 'cat'",
              };
        const { data, errors } = await world().query(
          `{ miscs { raw tm v bits ${'yr' in own ? 'yr' : 'span { start end startInclusive endInclusive } ip net ts'} } }`,
        );
        expect(errors).toBeUndefined();
        expect(data).toEqual({ miscs: [{ ...common, ...own }] });
        expect(world().findings.map(({ code, place }) => [code, place])).toEqual([
          ...('yr' in own ? [['ATTRIBUTE_TYPE_UNKNOWN', 'Misc.yr']] : []),
          ['ATTRIBUTE_TYPE_UNKNOWN', 'Misc.bits'],
        ]);
      });
    },
  );
});

describe('a BIGINT beyond what a number holds (B61)', () => {
  const id = '9007199254740993';
  onEachDatabase(
    {
      name: 'reported_bigint',
      define(sequelize) {
        const { BIGINT, INTEGER } = DataTypes;
        const unsigned =
          sequelize.getDialect() !== 'mysql'
            ? { u: BIGINT, i: BIGINT }
            : { u: BIGINT.UNSIGNED, i: INTEGER.UNSIGNED };
        const Led = sequelize.define('Led', { id: { type: BIGINT, primaryKey: true }, ...unsigned }, bare);
        const Lamp = sequelize.define('Lamp', {}, bare);
        Lamp.belongsTo(Led, { as: 'led', foreignKey: 'ledId' });
      },
      async fill(sequelize) {
        const u = sequelize.getDialect() === 'mysql' ? '18446744073709551615' : '9223372036854775807';
        await sequelize.models.Led?.bulkCreate([
          { id, u, i: 4294967295 },
          { id: '9007199254740992', u: 0, i: 0 },
        ]);
        await sequelize.models.Lamp?.create({ ledId: id });
      },
    },
    (world, { name }) => {
      it('keeps every digit on its way in and out', async () => {
        const { data, errors } = await world().query(
          `query ($id: ID!) {
            text: led(id: "${id}") { id u i }
            number: led(id: ${id}) { id }
            variable: led(id: $id) { id }
            list: leds(where: { id: { in: [${id}] } }) { id }
            lamps { ledId led { id } }
          }`,
          { id },
        );
        expect(errors).toBeUndefined();
        expect(data).toEqual({
          text: {
            id,
            u: name === 'mariadb' ? '18446744073709551615' : '9223372036854775807',
            i: '4294967295',
          },
          number: { id },
          variable: { id },
          list: [{ id }],
          lamps: [{ ledId: id, led: { id } }],
        });
      });
    },
  );
});

describe('a JSON column (B75)', () => {
  const values = [{ a: [1, 'x'] }, 'plain text', '[1]', null];
  onEachDatabase(
    {
      name: 'reported_json',
      define(sequelize) {
        const Conf = sequelize.define('Conf', { data: DataTypes.JSON }, bare);
        const Dev = sequelize.define('Dev', { n: DataTypes.STRING }, bare);
        Dev.belongsTo(Conf, { as: 'conf', foreignKey: 'confId' });
      },
      async fill({ models }) {
        for (const [index, data] of values.entries()) {
          await models.Conf?.create({ data });
          await models.Dev?.create({ n: `d${index}`, confId: index + 1 });
        }
      },
    },
    (world) => {
      it('is the value that went in, at the root and through a relation', async () => {
        const { data } = await world().query('{ confs { data } devs { conf { data } } }');
        expect(data).toEqual({
          confs: values.map((value) => ({ data: value })),
          devs: values.map((value) => ({ conf: { data: value } })),
        });
      });
    },
  );
});
