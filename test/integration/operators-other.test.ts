import { describe, expect, it } from '@jest/globals';
import { DataTypes } from 'sequelize';
import { findEach, findValues, refusalOf } from '../support/find-values.ts';
import { onEachDatabase } from '../support/on-each-database.ts';
import { valuesOf, valuesTable } from '../support/values.ts';

const postgres = ['embedded', 'postgres'] as const;
const mariadb = ['mariadb'] as const;

describe('the operators of a BLOB', () => {
  const hex = [null, '', '00', '00ff80', '27223b5c'];
  onEachDatabase(
    valuesOf(
      'operators_bytes',
      DataTypes.BLOB,
      hex.map((text) => (text === null ? null : Buffer.from(text, 'hex'))),
    ),
    (world) => {
      const base64 = (text: string) => Buffer.from(text, 'hex').toString('base64');

      it.each([
        [{ isNull: true }, [0]],
        [{ isNull: false }, [1, 2, 3, 4]],
        [{ eq: '' }, [1]],
        [{ eq: base64('00') }, [2]],
        [{ eq: base64('27223b5c') }, [4]],
        [{ ne: base64('00ff80') }, [0, 1, 2, 4]],
        [{ in: [base64('00'), base64('00ff80'), null] }, [0, 2, 3]],
        [{ in: [base64('01')] }, []],
        [{ notIn: [base64('00'), ''] }, [0, 3, 4]],
        [{ notIn: [null] }, [1, 2, 3, 4]],
      ])('%j', async (filter, places) => {
        expect(await findValues(world(), filter)).toEqual(places);
      });

      it('bind what they compare with', async () => {
        const { statements } = await world().query('{ values(where: { v: { eq: "AP+A" } }) { id } }');
        expect(statements.map(({ bind }) => bind)).toEqual([
          world().database.name === 'mariadb' ? [] : [Buffer.from('00ff80', 'hex')],
        ]);
      });
    },
  );
});

describe('the operators of an HSTORE', () => {
  const maps = [
    null,
    {},
    { a: '1', b: null },
    { 'a"b\\c': '"=>"', "it's": "x', y=>z" },
    { a: '2', '': '', ü: '😀' },
  ];
  onEachDatabase(
    {
      name: 'operators_hstore',
      only: ['postgres'], // PGlite has the extension apart
      define(sequelize) {
        sequelize.define('Value', { v: DataTypes.HSTORE }, { timestamps: false });
        sequelize.addHook('beforeBulkSync', async () => {
          await sequelize.query('CREATE EXTENSION IF NOT EXISTS hstore');
        });
      },
      async fill(sequelize) {
        const table = sequelize.models.Value?.getTableName() as unknown as { schema: string };
        for (const map of maps) {
          await sequelize.query(
            `INSERT INTO "${table.schema}"."Values" (v) VALUES (hstore($1::text[], $2::text[]))`,
            { bind: map === null ? [null, null] : [Object.keys(map), Object.values(map)] },
          );
        }
      },
    },
    (world) => {
      it.each([
        [{ isNull: true }, [0]],
        [{ eq: {} }, [1]],
        [{ eq: { b: null, a: '1' } }, [2]],
        [{ ne: { a: '1', b: null } }, [0, 1, 3, 4]],
        [{ hasKey: 'a' }, [2, 4]],
        [{ hasKey: 'b' }, [2]],
        [{ hasKey: '' }, [4]],
        [{ hasKey: "it's" }, [3]],
        [{ hasKey: 'a\0' }, []],
        [{ contains: {} }, [1, 2, 3, 4]],
        [{ contains: { a: '1' } }, [2]],
        [{ contains: { b: null } }, [2]],
        [{ contains: { a: null } }, []],
        [{ contains: { 'a"b\\c': '"=>"', "it's": "x', y=>z" } }, [3]],
        [{ contains: { ü: '😀' } }, [4]],
        [{ contains: { a: 1 } }, []],
        [{ contains: { a: { b: '1' } } }, []],
        [{ contains: ['a'] }, []],
        [{ contains: { a: '\0' } }, []],
      ])('%j', async (filter, places) => {
        expect(await findValues(world(), filter)).toEqual(places);
      });
    },
  );
});

describe('the operators of INET, CIDR and MACADDR', () => {
  const addresses = [null, '10.0.0.1', '10.0.0.0/8', '192.168.1.5/24', '::1'];
  onEachDatabase({ ...valuesOf('operators_inet', DataTypes.INET, addresses), only: postgres }, (world) => {
    it.each([
      [{ within: '10.0.0.0/8' }, [1, 2]],
      [{ within: '10.0.0.1' }, [1]],
      [{ within: '0.0.0.0/0' }, [1, 2, 3]],
      [{ within: '::/0' }, [4]],
      [{ contains: '10.0.0.1' }, [1, 2]],
      [{ contains: '10.0.0.0/16' }, [2]],
      [{ contains: '192.168.1.99' }, [3]],
      [{ eq: '10.0.0.1' }, [1]],
      [{ in: ['::1', null] }, [0, 4]],
    ])('%j', async (filter, places) => {
      expect(await findValues(world(), filter)).toEqual(places);
    });

    it('refuse what is no network', async () => {
      expect(await refusalOf(world(), { within: "10.0.0.0/8' OR 1=1" })).toEqual([
        ['BAD_USER_INPUT', `"10.0.0.0/8' OR 1=1" cannot be compared with values of Value.v.`],
      ]);
    });
  });

  const networks = ['10.0.0.0/8', '10.1.0.0/16'];
  onEachDatabase({ ...valuesOf('operators_cidr', DataTypes.CIDR, networks), only: postgres }, (world) => {
    it('take an address within a network', async () => {
      expect(
        await findEach(world(), [
          { v: { contains: '10.1.2.3' } },
          { v: { within: '10.0.0.5/8' } },
          { v: { eq: '10.0.0.5/8' } },
          { v: { in: ['10.0.0.5/8', '10.1.0.0/16'] } },
        ]),
      ).toEqual([[0, 1], [0, 1], [], [1]]);
    });
  });

  const hardware = [null, '08:00:2b:01:02:03'];
  onEachDatabase({ ...valuesOf('operators_mac', DataTypes.MACADDR, hardware), only: postgres }, (world) => {
    it('compare a hardware address, which lies in no network', async () => {
      expect(await findValues(world(), { eq: '08:00:2B:01:02:03' })).toEqual([1]);
      await expect(
        world().query('{ values(where: { v: { within: "10.0.0.0/8" } }) { id } }'),
      ).rejects.toThrow('Field "within" is not defined by type "HardwareAddressFilter".');
    });
  });
});

/** What a search box is given by people and by others. */
const oddQueries = [
  '',
  ' ',
  "'",
  '"',
  '"a',
  '-',
  '--',
  '&',
  '|',
  '!',
  '(',
  ')',
  ':*',
  '<->',
  '\\',
  '%',
  '\0',
  '\ud800',
];

describe('full text', () => {
  const texts = [null, '', 'The fat cats sat', 'A cat and a dog', 'dogs', "it's O'Reilly", 'Ärger über Öl'];
  onEachDatabase({ ...valuesOf('operators_search', DataTypes.TEXT, texts), only: postgres }, (world) => {
    it.each([
      ['cat', [3]],
      ['cats', [2]],
      ['CAT', [3]],
      ['the', [2]],
      ['cat dog', [3]],
      ['cat -dog', []],
      ['cats or dogs', [2, 4]],
      ['"fat cats"', [2]],
      ['"cats fat"', []],
      ["O'Reilly", [5]],
      ['öl', [6]],
      ["'; DROP TABLE x; --", []],
    ])('is searched for words as they are: %s', async (search, places) => {
      expect(await findValues(world(), { search })).toEqual(places);
    });

    it('finds nothing by what holds no word, and refuses no query', async () => {
      const found = await findEach(
        world(),
        oddQueries.filter((query) => query !== '"a').map((search) => ({ v: { search } })),
      );
      expect(found).toEqual(found.map(() => []));
      expect(await findValues(world(), { search: '"a' })).toEqual([3]);
    });
  });

  const vectors = [null, "'cat':4 'fat':2 'sat':3", "'it''s':1"];
  onEachDatabase(
    { ...valuesOf('operators_vector', DataTypes.TSVECTOR, vectors), only: postgres },
    (world) => {
      it('that was prepared is searched in the form that the database is set to', async () => {
        const { sequelize } = world();
        await sequelize.query(
          `INSERT INTO ${valuesTable(world())} (v) VALUES (to_tsvector('Two cats and dogs'))`,
        );
        expect(
          await findEach(world(), [
            { v: { matches: 'cats dogs' } },
            { v: { matches: 'dogs -fat' } },
            { v: { matches: '"two cats"' } },
            { v: { isNull: true } },
          ]),
        ).toEqual([[3], [3], [3], [0]]);
      });

      it('refuses no query', async () => {
        const found = await findEach(
          world(),
          oddQueries.map((matches) => ({ v: { matches } })),
        );
        expect(found).toEqual(found.map(() => []));
      });

      it('has no other operators, nor a least value', async () => {
        await expect(world().query('{ values(where: { v: { eq: "\'" } }) { id } }')).rejects.toThrow(
          'Field "eq" is not defined by type "TextVectorFilter".',
        );
        expect(world().schema.getType('ValueMin')).toMatchObject({ name: 'ValueMin' });
        expect(
          Object.keys((world().schema.getType('ValueMin') as never as { getFields(): object }).getFields()),
        ).toEqual(['id']);
      });
    },
  );

  onEachDatabase({ ...valuesOf('operators_no_search', DataTypes.TEXT, ['a']), only: mariadb }, (world) => {
    it('is not there where only an index of the database could find it', async () => {
      await expect(world().query('{ values(where: { v: { search: "a" } }) { id } }')).rejects.toThrow(
        'Field "search" is not defined by type "StringFilter".',
      );
    });
  });
});

describe('a column of JSON with what is no JSON', () => {
  const texts = ['{"a":1}', 'abc', '', '[1,2', '{"a":', '{"a":"\\u0000"}'];
  onEachDatabase({ ...valuesOf('operators_no_json', DataTypes.JSON, []), only: mariadb }, (world) => {
    it('fails no filter, and counts as nothing', async () => {
      const { sequelize } = world();
      await sequelize.query('ALTER TABLE `Values` MODIFY v LONGTEXT');
      await sequelize.query('INSERT INTO `Values` (v) VALUES ?', {
        replacements: [texts.map((text) => [text])],
      });
      expect(
        await findEach(world(), [
          { v: { isNull: true } },
          { v: { hasKey: 'a' } },
          { v: { ne: 1 } },
          { v: { at: [{ path: ['a'], eq: 1 }] } },
          { v: { at: [{ path: ['a'], eq: '\0' }] } },
          { v: { at: [{ path: ['0'], eq: 1 }] } },
          { v: { contains: [1] } },
        ]),
      ).toEqual([[1, 2, 3, 4], [0, 5], [0, 1, 2, 3, 4, 5], [0], [5], [], []]);
    });
  });

  const escapes = [
    '{"a":1}',
    '{"a":"\\u0000"}',
    '{"a":"\\ud800"}',
    '{"a":"\\udc00"}',
    '{"a":"\\\\\\udc00"}',
    '{"a":"\\ud83d\\ude00"}',
    '{"a":"\\\\u0000"}',
    '{"a":"\\\\udc00"}',
  ];
  onEachDatabase({ ...valuesOf('operators_escapes', DataTypes.JSON, []), only: postgres }, (world) => {
    it('that JSONB cannot hold counts as nothing, too, and nothing else does', async () => {
      for (const text of escapes) {
        await world().sequelize.query(`INSERT INTO ${valuesTable(world())} (v) VALUES ($1::json)`, {
          bind: [text],
        });
      }
      expect(
        await findEach(world(), [
          { v: { isNull: true } },
          { v: { hasKey: 'a' } },
          { v: { at: [{ path: ['a'], eq: '😀' }] } },
          { v: { at: [{ path: ['a'], eq: '\\u0000' }] } },
          { v: { at: [{ path: ['a'], eq: '\\udc00' }] } },
        ]),
      ).toEqual([[1, 2, 3, 4], [0, 5, 6, 7], [5], [6], [7]]);
    });
  });
});
