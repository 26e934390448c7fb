import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DataTypes, type Model, QueryTypes, type Sequelize } from 'sequelize';
import { createSchema } from '../../src/build/create-schema.ts';
import { introspectModels } from '../../src/catalog/introspect-models.ts';
import { checkDatabase } from '../../src/execute/check-database.ts';
import { databases, openDatabase, type TestInstance } from '../support/databases.ts';
import { findValues } from '../support/find-values.ts';
import { onEachDatabase } from '../support/on-each-database.ts';
import { runQuery } from '../support/run-query.ts';
import { readValues, sample, typeOfValue, valuesOf } from '../support/values.ts';

const shapes = [
  null,
  { type: 'Point', coordinates: [0.1234567890123456, -179.99999999999997] },
  {
    type: 'LineString',
    coordinates: [
      [0, 0],
      [1.5, 1e-20],
    ],
  },
  {
    type: 'Polygon',
    coordinates: [
      [
        [0, 0],
        [4, 0],
        [4, 4],
        [0, 0],
      ],
      [
        [1, 0.5],
        [2, 0.5],
        [2, 1],
        [1, 0.5],
      ],
    ],
  },
  {
    type: 'MultiPoint',
    coordinates: [
      [1, 2],
      [3, 4],
    ],
  },
  { type: 'GeometryCollection', geometries: [{ type: 'Point', coordinates: [1, 2] }] },
  ...sample(
    fc.tuple(fc.double({ min: -180, max: 180, noNaN: true }), fc.double({ min: -90, max: 90, noNaN: true })),
    100,
  ).map(([x, y]) => ({ type: 'Point', coordinates: [x === 0 ? 0 : x, y === 0 ? 0 : y] })),
];

describe('a GEOMETRY on MariaDB', () => {
  for (const [name, type, values] of [
    ['any', DataTypes.GEOMETRY, shapes],
    ['point', DataTypes.GEOMETRY('POINT'), shapes.slice(0, 2)],
  ] as const) {
    onEachDatabase({ ...valuesOf(`geometry_${name}`, type, values), only: ['mariadb'] }, (world) => {
      it(`of ${name} shape comes out as it went in, as GeoJSON`, async () => {
        expect(await readValues(world())).toEqual(values);
        expect(typeOfValue(world())).toBe('GeoJSON');
      });

      it('is found by whether it is there', async () => {
        expect(await findValues(world(), { isNull: true })).toEqual([0]);
      });
    });
  }
});

/** Shapes of Postgres alone: with a height, empty, in another system of coordinates, with more digits than PostGIS gives unasked. */
const morePostgisShapes = [
  { type: 'Point', coordinates: [1, 2, 3] },
  { type: 'Point', coordinates: [] },
  {
    type: 'Point',
    crs: { type: 'name', properties: { name: 'EPSG:3857' } },
    coordinates: [1.2345678901234567e-8, 123456789.12345678],
  },
];

describe.each(databases.filter(({ name }) => name === 'embedded' || name === 'postgres'))(
  'a GEOMETRY on $name',
  (database) => {
    let world: TestInstance;
    let hasPostgis: boolean;

    const place = { type: 'Point', coordinates: [13.412345678901234, 52.5] };
    const geometries = [...shapes, ...morePostgisShapes];

    beforeAll(async () => {
      world = await openDatabase(database, 'geometry_postgis');
      const { sequelize } = world;
      define(sequelize);
      hasPostgis = await makeExtension(sequelize);
    });

    afterAll(() => world.close());

    // Where the server has no PostGIS, there is no such value; what is to be held then is that KinQL says so.
    it('comes out as it went in, as GeoJSON; without PostGIS the check of the database names it', async () => {
      const { sequelize } = world;
      if (!hasPostgis) {
        expect(await checkDatabase(sequelize, introspectModels(sequelize))).toEqual([
          'The database has no type geography, which the attribute Place.globe uses. Make it by CREATE EXTENSION postgis, in a schema of the search path.',
          'The database has no type geometry, which the attribute Place.spot uses. Make it by CREATE EXTENSION postgis, in a schema of the search path.',
          'The database has no table "kinql_geometry_postgis.Places", which the model Place reads. Add it by a migration, or by sync({ alter: true }) in development.',
        ]);
        return;
      }
      await sequelize.sync();
      await sequelize.models.Place?.bulkCreate(
        geometries.map((spot) => ({ spot, shown: spot, point: spot === null ? null : place, globe: place })),
      );
      expect(await checkDatabase(sequelize, introspectModels(sequelize))).toEqual([]);
      const schema = createSchema(sequelize, { page: { default: 1_000 } });
      const { data, errors } = await runQuery(
        schema,
        world,
        '{ places { spot shown kind point globe } none: places(where: { spot: { isNull: true } }) { id } }',
      );
      expect(errors).toBeUndefined();
      expect(data).toEqual({
        places: geometries.map((spot) => ({
          spot,
          shown: spot,
          kind: (spot as { type?: string } | null)?.type ?? null,
          point: spot === null ? null : place,
          globe: place,
        })),
        none: [{ id: '1' }],
      });
    });

    it('that GeoJSON does not know is an error of its field alone', async () => {
      const { sequelize } = world;
      const values = ['CIRCULARSTRING(0 0, 1 1, 2 0)', 'MULTICURVE((0 0,1 1))', 'POINT(1 2)'];
      if (!hasPostgis) {
        return expect(sequelize.query(`SELECT '${values[0]}'::geometry`)).rejects.toThrow(
          'type "geometry" does not exist',
        );
      }
      await sequelize.sync({ force: true });
      for (const value of values) {
        await sequelize.query(
          `INSERT INTO "kinql_geometry_postgis"."Places" (spot) VALUES ('${value}'::geometry)`,
        );
      }
      const schema = createSchema(sequelize);
      const { data, errors } = await runQuery(schema, world, '{ places { id spot } }');
      expect(data).toEqual({
        places: [
          { id: '1', spot: null },
          { id: '2', spot: null },
          { id: '3', spot: { type: 'Point', coordinates: [1, 2] } },
        ],
      });
      expect(errors?.map(({ code, message }) => [code, message])).toEqual(
        [1, 2].map(() => ['VALUE_NOT_REPRESENTABLE', 'A value of Place.spot does not fit its type.']),
      );
    });
  },
);

function define(sequelize: Sequelize): void {
  sequelize.define(
    'Place',
    {
      spot: DataTypes.GEOMETRY,
      shown: {
        type: DataTypes.GEOMETRY,
        get(this: Model) {
          return this.getDataValue('shown') as unknown;
        },
      },
      kind: {
        type: new DataTypes.VIRTUAL(DataTypes.STRING, ['spot']),
        get(this: Model) {
          return (this.get('spot') as { type: string } | null)?.type;
        },
      },
      point: DataTypes.GEOMETRY('POINT', 4326),
      globe: DataTypes.GEOGRAPHY('POINT', 4326),
    },
    { timestamps: false },
  );
}

/** Whether the server has PostGIS, which is then made. */
async function makeExtension(sequelize: Sequelize): Promise<boolean> {
  const found = await sequelize.query("SELECT 1 FROM pg_available_extensions WHERE name = 'postgis'", {
    type: QueryTypes.SELECT,
  });
  if (found.length > 0) {
    await sequelize.query('CREATE EXTENSION IF NOT EXISTS postgis SCHEMA public');
  }
  return found.length > 0;
}
