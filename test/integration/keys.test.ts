import { describe, expect, it } from '@jest/globals';
import { DataTypes, type ModelAttributeColumnOptions, type Sequelize } from 'sequelize';
import { onEachDatabase } from '../support/on-each-database.ts';

const bare = { timestamps: false };
const loose = { constraints: false };

type Attribute = ModelAttributeColumnOptions | ModelAttributeColumnOptions['type'];

/** Depots with a key of one type, and parcels that name it in a column of another, without a constraint. */
function defineDepots(key: Attribute, foreignKey: Attribute) {
  return (sequelize: Sequelize) => {
    // Sequelize writes its dialect's type into the attribute that it is given.
    const own = typeof key === 'object' && 'type' in key ? { ...key } : key;
    const Depot = sequelize.define('Depot', { key: own, city: DataTypes.STRING }, bare);
    const Parcel = sequelize.define('Parcel', { ref: DataTypes.STRING, depotKey: foreignKey }, bare);
    Parcel.belongsTo(Depot, { as: 'depot', foreignKey: 'depotKey', targetKey: 'key', ...loose });
  };
}

/** Fills them: depots by key, parcels by the key that they name. */
function fillDepots(depots: readonly (readonly [unknown, string])[], parcels: readonly unknown[]) {
  return async ({ models }: Sequelize) => {
    for (const [key, city] of depots) {
      await models.Depot?.create({ key, city });
    }
    for (const [index, depotKey] of parcels.entries()) {
      await models.Parcel?.create({ ref: `P${index}`, depotKey });
    }
  };
}

const cities = '{ parcels { depot { city } } }';
const parcelsIn = (...names: (string | null)[]) => ({
  parcels: names.map((city) => ({ depot: city === null ? null : { city } })),
});

describe('an INTEGER foreign key to a BIGINT primary key (B28, T6)', () => {
  onEachDatabase(
    {
      name: 'keys_integer',
      define: defineDepots({ type: DataTypes.BIGINT, primaryKey: true }, DataTypes.INTEGER),
      fill: fillDepots(
        [
          [1, 'Turin'],
          ['2147483647', 'Oslo'],
          ['9007199254740993', 'Bonn'],
        ],
        [2147483647, 1, 3, null],
      ),
    },
    (world) => {
      it('finds the row, though one side comes as a number and the other as a text', async () => {
        const { data, statements } = await world().query(cities);
        expect(data).toEqual(parcelsIn('Oslo', 'Turin', null, null));
        expect(statements).toHaveLength(2);
      });

      it('finds the way back', async () => {
        const { data } = await world().query('{ depots { key parcelsByDepot { ref } } }');
        expect(data).toEqual({
          depots: [
            { key: '1', parcelsByDepot: [{ ref: 'P1' }] },
            { key: '2147483647', parcelsByDepot: [{ ref: 'P0' }] },
            { key: '9007199254740993', parcelsByDepot: [] },
          ],
        });
      });

      it('keeps all digits of a key in a request', async () => {
        const { data } = await world().query(
          '{ a: depot(key: "9007199254740993") { city } b: depot(key: "9007199254740992") { city } }',
        );
        expect(data).toEqual({ a: { city: 'Bonn' }, b: null });
      });
    },
  );
});

describe('a UUID in upper case, in a loose column of text (B01)', () => {
  const turin = '0b0e6c1a-6f1e-4b7e-9a57-2f4f7c9d1e10';
  const oslo = '7c4e0000-1111-4222-8333-44445555aa02';
  onEachDatabase(
    {
      name: 'keys_uuid',
      define: defineDepots({ type: DataTypes.UUID, primaryKey: true }, DataTypes.STRING(36)),
      fill: fillDepots(
        [
          [turin, 'Turin'],
          [oslo, 'Oslo'],
        ],
        [turin.toUpperCase(), oslo, 'no uuid at all', ''],
      ),
    },
    (world, { name }) => {
      // MariaDB and SQLite keep UUIDs as texts whose comparison tells case apart, so there the two spellings are two keys.
      const upperCase = name === 'mariadb' || name === 'sqlite' ? null : 'Turin';

      it('finds the row where the database says that the spellings are equal', async () => {
        expect((await world().query(cities)).data).toEqual(parcelsIn(upperCase, 'Oslo', null, null));
      });

      it('finds the row by an argument in upper case likewise', async () => {
        const { data } = await world().query(
          `{ a: depot(key: "${turin.toUpperCase()}") { city } b: depot(key: "${oslo}") { city } }`,
        );
        expect(data).toEqual({ a: upperCase && { city: upperCase }, b: { city: 'Oslo' } });
      });
    },
  );
});

describe('a CHAR target key', () => {
  onEachDatabase(
    {
      name: 'keys_char',
      define: defineDepots({ type: DataTypes.CHAR(5), unique: true }, DataTypes.STRING),
      fill: fillDepots(
        [
          ['abc', 'Turin'],
          ['abcde', 'Oslo'],
        ],
        ['abc', 'abcde', 'abcdef', 'ab', 'abc  '],
      ),
    },
    (world, { name }) => {
      it('is found without its padding, and with it', async () => {
        // SQLite pads nothing, and spaces count.
        const padded = name === 'sqlite' ? null : 'Turin';
        expect((await world().query(cities)).data).toEqual(parcelsIn('Turin', 'Oslo', null, null, padded));
      });

      it('finds the way back, and is shown without its padding', async () => {
        const { data } = await world().query(
          '{ depots { key parcelsByDepot { ref } } depotBy(key: { key: "abc" }) { city } }',
        );
        // The blanks of a VARCHAR count, except on MariaDB.
        const ofTurin = name === 'mariadb' ? [{ ref: 'P0' }, { ref: 'P4' }] : [{ ref: 'P0' }];
        expect(data).toEqual({
          depots: [
            { key: 'abc', parcelsByDepot: ofTurin },
            { key: 'abcde', parcelsByDepot: [{ ref: 'P1' }] },
          ],
          depotBy: { city: 'Turin' },
        });
      });
    },
  );
});

describe('a CHAR foreign key to a text', () => {
  onEachDatabase(
    {
      name: 'keys_char_source',
      define: defineDepots({ type: DataTypes.STRING, unique: true }, DataTypes.CHAR(8)),
      fill: fillDepots(
        [
          ['abc', 'Turin'],
          ['abcdefgh', 'Oslo'],
        ],
        ['abc', 'abcdefgh', 'x'],
      ),
    },
    (world) => {
      it('finds the row in spite of its padding', async () => {
        expect((await world().query(cities)).data).toEqual(parcelsIn('Turin', 'Oslo', null));
      });
    },
  );
});

describe('a DECIMAL target key of another scale', () => {
  const long = ['1234567890123456789012345.0000000001', '1234567890123456789012345.0000000002'] as const;
  onEachDatabase(
    {
      name: 'keys_decimal',
      only: ['embedded', 'postgres', 'mariadb'], // on SQLite fifteen digits count
      define: defineDepots({ type: DataTypes.DECIMAL(40, 10), unique: true }, DataTypes.DECIMAL(40, 12)),
      fill: fillDepots(
        [
          ['1.5', 'Turin'],
          [long[0], 'Oslo'],
          [long[1], 'Bonn'],
          ['-0.5', 'Rome'],
        ],
        ['1.5', long[1], long[0], '-0.5', '1.500000000001'],
      ),
    },
    (world) => {
      it('is found by its value, of which every digit counts', async () => {
        expect((await world().query(cities)).data).toEqual(parcelsIn('Turin', 'Bonn', 'Oslo', 'Rome', null));
      });

      it('finds the row by an argument, however it is written', async () => {
        const { data } = await world().query(
          `{ a: depotBy(key: { key: "01.50" }) { city } b: depotBy(key: { key: "${long[0]}00" }) { city } c: depotBy(key: { key: 1.5 }) { city } }`,
        );
        expect(data).toEqual({ a: { city: 'Turin' }, b: { city: 'Oslo' }, c: { city: 'Turin' } });
      });
    },
  );
});

describe('texts that a collation holds for equal', () => {
  onEachDatabase(
    {
      name: 'keys_collation',
      define: defineDepots({ type: DataTypes.STRING, unique: true }, DataTypes.STRING),
      fill: fillDepots(
        [
          ['abc', 'Turin'],
          ['Straße', 'Oslo'],
        ],
        ['abc', 'ABC', 'abc  ', 'äbc', 'STRASSE'],
      ),
    },
    (world, { name }) => {
      it('are one key where the database says so, and only there', async () => {
        const { data, errors } = await world().query(cities);
        expect(errors).toBeUndefined();
        expect(data).toEqual(
          name === 'mariadb'
            ? parcelsIn('Turin', 'Turin', 'Turin', 'Turin', null)
            : parcelsIn('Turin', null, null, null, null),
        );
      });

      it('are one key on the way back as well', async () => {
        const { data } = await world().query('{ depotBy(key: { key: "abc" }) { parcelsByDepot { ref } } }');
        const refs = name === 'mariadb' ? ['P0', 'P1', 'P2', 'P3'] : ['P0'];
        expect(data).toEqual({ depotBy: { parcelsByDepot: refs.map((ref) => ({ ref })) } });
      });
    },
  );
});

describe('an instant as a key', () => {
  onEachDatabase(
    {
      name: 'keys_instant',
      define: defineDepots({ type: DataTypes.DATE(6), unique: true }, DataTypes.DATE(6)),
      fill: fillDepots(
        [
          ['2024-01-31T10:00:00.123Z', 'Turin'],
          ['2024-01-31T10:00:00.124Z', 'Oslo'],
        ],
        ['2024-01-31T12:00:00.124+02:00', '2024-01-31T10:00:00.123Z', '2024-01-31T10:00:00Z'],
      ),
    },
    (world) => {
      it('is found to the fraction of a second', async () => {
        expect((await world().query(cities)).data).toEqual(parcelsIn('Oslo', 'Turin', null));
      });

      it('is found in whichever zone a client writes it', async () => {
        const { data } = await world().query(
          '{ a: depotBy(key: { key: "2024-01-31T11:00:00.123+01:00" }) { city } b: depotBy(key: { key: "2024-01-31T10:00:00.124000Z" }) { city } }',
        );
        expect(data).toEqual({ a: { city: 'Turin' }, b: { city: 'Oslo' } });
      });
    },
  );
});
