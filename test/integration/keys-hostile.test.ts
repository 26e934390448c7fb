import { describe, expect, it } from '@jest/globals';
import { DataTypes } from 'sequelize';
import { onEachDatabase } from '../support/on-each-database.ts';

const bare = { timestamps: false };

describe('a STRING foreign key to an INTEGER key without a constraint (T6)', () => {
  const named = ['7', '1abc', null, '1', '', ' 1', '1e0', '99999999999999999999', '0x1', "1' OR '1'='1"];
  onEachDatabase(
    {
      name: 'hostile_string',
      define(sequelize) {
        const User = sequelize.define('User', { name: DataTypes.STRING }, bare);
        const Note = sequelize.define('Note', { userId: DataTypes.STRING }, bare);
        Note.belongsTo(User, { as: 'user', foreignKey: 'userId', constraints: false });
      },
      async fill({ models }) {
        await models.User?.bulkCreate([
          { id: 1, name: 'Ada' },
          { id: 7, name: 'Bob' },
        ]);
        await models.Note?.bulkCreate(named.map((userId) => ({ userId })));
      },
    },
    (world) => {
      it('finds the rows of the numbers; whatever is none harms only itself', async () => {
        const { data, errors } = await world().query('{ notes { userId user { name } } }');
        const names: Record<string, string> = { 7: 'Bob', 1: 'Ada' };
        expect(errors).toBeUndefined();
        expect(data).toEqual({
          notes: named.map((userId) => {
            const name = userId === null ? undefined : names[userId];
            return { userId, user: name === undefined ? null : { name } };
          }),
        });
      });

      it('has no way back: a number may be written as a text in several ways, of which a look would find one', async () => {
        await expect(world().query('{ users { notesByUser { id } } }')).rejects.toThrow(
          'Cannot query field "notesByUser" on type "User"',
        );
      });
    },
  );
});

describe('bad keys in arguments', () => {
  onEachDatabase(
    {
      name: 'hostile_arguments',
      define(sequelize) {
        sequelize.define(
          'User',
          {
            guid: { type: DataTypes.UUID, unique: true },
            day: { type: DataTypes.DATEONLY, unique: true },
            at: { type: DataTypes.DATE, unique: true },
            big: { type: DataTypes.BIGINT, unique: true },
            name: { type: DataTypes.STRING, unique: true },
          },
          bare,
        );
      },
      async fill({ models }) {
        await models.User?.create({
          id: 1,
          guid: '7c4e0000-1111-4222-8333-44445555aa02',
          day: '2024-02-28',
          at: '2024-02-28T10:00:00Z',
          big: 5,
          name: 'Ada',
        });
      },
    },
    (world) => {
      it.each(['1abc', '1e0', '', ' 1', '99999999999999999999', '1.0', '2147483648', "1' OR '1'='1"])(
        '%j is a mistake of the client on its own field, and spoils no other',
        async (id) => {
          const { data, errors } = await world().query(
            'query ($id: ID!) { bad: user(id: $id) { name } good: user(id: "1") { name } }',
            { id },
          );
          expect(data).toEqual({ bad: null, good: { name: 'Ada' } });
          expect(errors).toEqual([
            {
              message: `${JSON.stringify(id)} is no value that User.id can have.`,
              path: ['bad'],
              code: 'BAD_USER_INPUT',
            },
          ]);
        },
      );

      it.each([
        ['big', '9223372036854775808'],
        ['name', 'a\u0000b'],
        ['name', 'a\ud800b'],
      ])('%s %j is one as well, though its GraphQL type takes it', async (field, value) => {
        const { data, errors } = await world().query(
          'query ($key: UserKey!) { bad: userBy(key: $key) { id } good: userBy(key: { name: "Ada" }) { id } }',
          { key: { [field]: value } },
        );
        expect(data).toEqual({ bad: null, good: { id: '1' } });
        expect(errors).toMatchObject([{ path: ['bad'], code: 'BAD_USER_INPUT' }]);
      });

      it.each([
        ['day', '2024-02-30'],
        ['at', '2024-02-30T10:00:00Z'],
        ['guid', '7c4e0000'],
      ])('%s %j is refused by its GraphQL type', async (field, value) => {
        const { errors } = await world().query('query ($key: UserKey!) { userBy(key: $key) { id } }', {
          key: { [field]: value },
        });
        expect(errors).toHaveLength(1);
        expect(errors?.[0]?.message).toContain(`cannot represent '${value}'`);
        expect(world().statements).toEqual([]);
      });

      it('finds nothing for a key that no row has', async () => {
        const { data, errors } = await world().query(
          '{ a: user(id: 2) { name } b: userBy(key: { day: "2024-02-29" }) { name } c: userBy(key: { guid: "00000000-0000-0000-0000-000000000000" }) { name } }',
        );
        expect(errors).toBeUndefined();
        expect(data).toEqual({ a: null, b: null, c: null });
      });
    },
  );
});

describe('keys that look like SQL', () => {
  const codes = [
    "it's",
    'say "hi"',
    'back`tick',
    'back\\slash',
    "\\'; DROP TABLE Shelf; --",
    'what?',
    '$1',
    ':name',
    '100%',
    'a_b',
    '{a,b}',
    '{"a":1}',
    'NULL',
    '',
    'a,b',
    'line\nbreak\ttab',
    '😀 שלום',
    '$position',
  ];
  onEachDatabase(
    {
      name: 'hostile_sql',
      define(sequelize) {
        const Shelf = sequelize.define('Shelf', { code: { type: DataTypes.STRING, unique: true } }, bare);
        const Book = sequelize.define('Book', { title: DataTypes.STRING }, bare);
        Book.belongsTo(Shelf, { as: 'shelf', foreignKey: 'shelfCode', targetKey: 'code' });
        Book.belongsToMany(Shelf, {
          as: 'copies',
          through: 'Copies',
          foreignKey: 'bookId',
          otherKey: 'code',
          targetKey: 'code',
          timestamps: false,
        });
      },
      async fill({ models }) {
        await models.Shelf?.bulkCreate(codes.map((code) => ({ code })));
        await models.Book?.bulkCreate(codes.map((code) => ({ title: code, shelfCode: code })));
        await models.Copies?.bulkCreate(codes.map((code, index) => ({ bookId: index + 1, code })));
      },
    },
    (world) => {
      it('are keys like any other', async () => {
        const { data, errors, statements } = await world().query(
          '{ books { title shelf { code booksByShelf { title } } copies { code } } }',
        );
        expect(errors).toBeUndefined();
        expect(data).toEqual({
          books: codes.map((code) => ({
            title: code,
            shelf: { code, booksByShelf: [{ title: code }] },
            copies: [{ code }],
          })),
        });
        expect(statements).toHaveLength(4);
      });

      it.each(codes)('%j is found by an argument', async (code) => {
        const { data } = await world().query(
          'query ($code: String!) { shelfBy(key: { code: $code }) { code } }',
          {
            code,
          },
        );
        expect(data).toEqual({ shelfBy: { code } });
      });
    },
  );
});
