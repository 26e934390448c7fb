import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { DataTypes, type Options, Sequelize } from 'sequelize';
import { createSchema } from '../../src/build/create-schema.ts';
import { onEachDatabase, type World } from '../support/on-each-database.ts';
import { runQuery } from '../support/run-query.ts';

const bare = { timestamps: false };

const define = (sequelize: Sequelize) => {
  sequelize.define(
    'Value',
    { at: DataTypes.DATE(6), whole: DataTypes.DATE(0), day: DataTypes.DATEONLY, time: DataTypes.TIME },
    bare,
  );
};

/** Instants at which a mistake would show: before 1970, where clocks change in Berlin and New York, at the ends. */
const instants = [
  '1969-12-31T23:59:59.999Z',
  '1970-01-01T00:00:00.000Z',
  '1900-01-01T00:00:00.000Z',
  '2024-02-29T12:00:00.001Z',
  '2024-03-10T06:59:59.999Z',
  '2024-03-10T07:30:00.000Z',
  '2024-03-31T00:59:59.999Z',
  '2024-03-31T01:30:00.000Z',
  '2024-10-27T00:30:00.000Z',
  '2024-10-27T01:30:00.000Z',
  '2024-12-31T23:59:59.999Z',
  '9999-12-30T23:59:59.000Z',
];

/** The options of an instance, which Sequelize's declarations hide. */
const optionsOf = (sequelize: Sequelize) => (sequelize as unknown as { options: Options }).options;

function tableOf({ sequelize, database }: World): string {
  const { schema } = optionsOf(sequelize).define ?? {};
  return database.name === 'embedded' || database.name === 'postgres' ? `"${schema}"."Values"` : '`Values`';
}

function urlOf({ sequelize, database }: World): string {
  if (database.name === 'sqlite') {
    return `sqlite:${optionsOf(sequelize).storage}`;
  }
  const url = new URL(database.url);
  if (database.name === 'mariadb') {
    url.pathname = `/${sequelize.config.database}`;
  }
  return url.href;
}

describe('a DATE', () => {
  onEachDatabase(
    {
      name: 'values_date',
      define,
      options: { writes: true },
      async fill({ models }) {
        await models.Value?.bulkCreate([...instants.map((at) => ({ at })), { at: null }]);
      },
    },
    (world) => {
      it('is the same instant, in UTC', async () => {
        const { data } = await world().query('{ values { at } }');
        expect(data).toEqual({ values: [...instants, null].map((at) => ({ at })) });
      });

      it('goes in as it came out', async () => {
        const { data } = await world().query(
          'mutation ($data: [ValueCreate!]!) { createValues(data: $data) { values { at } errors { message } } }',
          { data: instants.map((at) => ({ at })) },
        );
        expect(data).toEqual({ createValues: { values: instants.map((at) => ({ at })), errors: [] } });
      });

      it('with more digits than Sequelize writes is refused, not cut', async () => {
        const { data } = await world().query(
          'mutation { createValue(data: { at: "2024-02-29T12:00:00.001002Z" }) { value { at } errors { code path message } } }',
        );
        expect(data).toEqual({
          createValue: {
            value: null,
            errors: [
              {
                code: 'VALIDATION',
                path: ['data', 'at'],
                message: 'The value of Value.at has digits beyond the millisecond, which would be lost.',
              },
            ],
          },
        });
      });
    },
  );
});

describe('microseconds', () => {
  onEachDatabase(
    {
      name: 'values_micro',
      define,
      fill: async () => undefined,
    },
    (world) => {
      it('arrive, though drivers lose them', async () => {
        const times = [
          '2024-01-01 00:00:00.123456',
          '1969-12-31 23:59:59.000001',
          '2024-01-01 00:00:00.120000',
        ];
        const rows = times.map((time) => `('${time}')`).join(', ');
        await world().sequelize.query(`INSERT INTO ${tableOf(world())} (at) VALUES ${rows}`);
        const { data } = await world().query('{ values { at } }');
        expect(data).toEqual({
          values: [
            { at: '2024-01-01T00:00:00.123456Z' },
            { at: '1969-12-31T23:59:59.000001Z' },
            { at: '2024-01-01T00:00:00.120Z' },
          ],
        });
      });
    },
  );
});

describe('a DATEONLY and a TIME (B90)', () => {
  const days = ['0001-01-01', '1582-10-10', '1969-12-31', '2024-02-29', '2024-03-31', '9999-12-31'];
  const times = ['00:00:00', '12:34:56', '23:59:59'];
  onEachDatabase(
    {
      name: 'values_day',
      define,
      async fill({ models }) {
        await models.Value?.bulkCreate([
          ...days.map((day) => ({ day })),
          ...times.map((time) => ({ time })),
          { time: '10:00:00.123456' },
        ]);
      },
    },
    (world, { name }) => {
      it('are the same day and time of day', async () => {
        const { data } = await world().query('{ values { day time } }');
        // MySQL's TIME has no fraction unless its column says so, and Sequelize's does not.
        const last = name === 'mariadb' ? '10:00:00' : '10:00:00.123456';
        expect(data).toEqual({
          values: [
            ...days.map((day) => ({ day, time: null })),
            ...[...times, last].map((time) => ({ day: null, time })),
          ],
        });
      });

      it('are not looked for by a day that there is not', async () => {
        const query = 'query ($day: Date) { values(where: { day: { eq: $day } }) { day } }';
        expect((await world().query(query, { day: '2024-02-29' })).data).toEqual({
          values: [{ day: '2024-02-29' }],
        });
        expect((await world().query(query, { day: '2023-02-29' })).errors).toMatchObject([
          { message: expect.stringMatching(/^Variable "\$day" got invalid value "2023-02-29"/) },
        ]);
      });
    },
  );
});

describe('what is no instant', () => {
  onEachDatabase(
    {
      name: 'values_infinity',
      define,
      fill: async () => undefined,
    },
    (world, { name }) => {
      it('is an error on its field', async () => {
        if (name === 'mariadb') {
          await world().sequelize.transaction(async (transaction) => {
            await world().sequelize.query("SET SESSION sql_mode = ''", { transaction });
            await world().sequelize.query(
              `INSERT INTO ${tableOf(world())} (at, day) VALUES ('0000-00-00', '2024-00-00')`,
              { transaction },
            );
          });
        } else {
          // SQLite takes any text.
          await world().sequelize.query(
            `INSERT INTO ${tableOf(world())} (at, day) VALUES ('infinity', '0044-03-15 BC')`,
          );
        }
        const { data, errors } = await world().query('{ values { at day } }');
        expect(data).toEqual({ values: [{ at: null, day: null }] });
        expect(errors).toEqual(
          ['at', 'day'].map((attribute) => ({
            message: `A value of Value.${attribute} does not fit its type.`,
            path: ['values', 0, attribute],
            code: 'VALUE_NOT_REPRESENTABLE',
          })),
        );
      });
    },
  );
});

describe('the option timezone of Sequelize', () => {
  // Sequelize has none but UTC on SQLite.
  const only = ['embedded', 'postgres', 'mariadb'] as const;
  onEachDatabase({ name: 'values_zone', only, define, fill: async () => undefined }, (world) => {
    it.each(['+00:00', '+02:00', '-03:30', 'Europe/Berlin'])(
      '%s gives the same instants',
      async (timezone) => {
        const { sequelize: outer, database } = world();
        const sequelize = new Sequelize(database.url, {
          ...optionsOf(outer),
          database: outer.config.database,
          dialect: outer.getDialect() as 'postgres' | 'mysql',
          timezone,
          logging: false,
        } as never);
        try {
          define(sequelize);
          await sequelize.models.Value?.sync({ force: true });
          // In the hour that Berlin's clocks go through twice a DATETIME in Berlin's time is ambiguous, as for Sequelize.
          const clear = instants.filter((at) => timezone !== 'Europe/Berlin' || !at.startsWith('2024-10-27'));
          await sequelize.models.Value?.bulkCreate(clear.map((at) => ({ at, whole: at })));
          const schema = createSchema(sequelize);
          const { data } = await runQuery(schema, { statements: [] }, '{ values { at whole } }');
          const read = (data as { values: { at: string; whole: string }[] }).values;
          expect(read.map(({ at }) => at)).toEqual(clear);

          const instances = await sequelize.models.Value?.findAll({ order: ['id'] });
          expect(read.map(({ whole }) => Date.parse(whole))).toEqual(
            instances?.map((instance) => (instance.get('whole') as Date).getTime()),
          );
        } finally {
          await sequelize.close();
        }
      },
    );
  });
});

describe('the time zone of the process (B90)', () => {
  const script = join(__dirname, '../support/print-instants.ts');
  onEachDatabase({ name: 'values_process', define, fill: async () => undefined }, (world) => {
    it.each([
      ['UTC', 0],
      ['America/New_York', 300],
      ['Asia/Kolkata', -330],
      ['America/Sao_Paulo', 180],
      ['Asia/Tokyo', -540],
    ])('%s changes nothing', async (zone, offset) => {
      const { sequelize } = world();
      const { stdout } = await promisify(execFile)(
        process.execPath,
        [
          '--import',
          'tsx',
          script,
          urlOf(world()),
          String(optionsOf(sequelize).define?.schema ?? ''),
          JSON.stringify(instants),
        ],
        { env: { ...process.env, TZ: zone } },
      );
      expect(JSON.parse(stdout)).toEqual({
        data: {
          values: instants.map((at) => ({ at, day: at.slice(0, 10), time: at.slice(11, 19) })),
          found: [{ at: '2024-02-29T12:00:00.001Z' }],
        },
        offset,
      });
    });
  });
});
