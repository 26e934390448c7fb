import { describe, expect, it } from '@jest/globals';
import { DataTypes, Op, type Sequelize } from 'sequelize';
import { onEachDatabase } from '../support/on-each-database.ts';

const bare = { timestamps: false };

describe('a default scope with an attribute list (B39)', () => {
  onEachDatabase(
    {
      name: 'sources_scope_attributes',
      define(sequelize) {
        const Land = sequelize.define('Land', { name: DataTypes.STRING }, bare);
        const Town = sequelize.define(
          'Town',
          { name: DataTypes.STRING, pin: DataTypes.STRING },
          { ...bare, defaultScope: { attributes: ['id', 'name'] } },
        );
        Town.belongsTo(Land, { as: 'land', foreignKey: 'landId' });
      },
      async fill({ models }) {
        await models.Land?.create({ name: 'X' });
        await models.Town?.create({ name: 'T', pin: '9', landId: 1 });
      },
    },
    (world) => {
      it('keeps the association, whose key it leaves out', async () => {
        const { data } = await world().query('{ towns { name land { name townsByLand { name } } } }');
        expect(data).toEqual({ towns: [{ name: 'T', land: { name: 'X', townsByLand: [{ name: 'T' }] } }] });
      });

      it('hides what it leaves out from the schema, and says so', async () => {
        await expect(world().query('{ towns { pin } }')).rejects.toThrow(
          'Cannot query field "pin" on type "Town".',
        );
        expect(world().findings.map(({ code, place }) => [code, place])).toEqual([
          ['ATTRIBUTE_HIDDEN', 'Town.pin'],
          ['ATTRIBUTE_HIDDEN', 'Town.landId'],
        ]);
      });
    },
  );
});

function defineGuarded(sequelize: Sequelize): void {
  const Dep = sequelize.define('Dep', { name: DataTypes.STRING }, { paranoid: true });
  const Wkr = sequelize.define(
    'Wkr',
    { n: DataTypes.STRING, tenant: { type: DataTypes.INTEGER, field: 'tenant_no' }, rank: DataTypes.INTEGER },
    {
      ...bare,
      defaultScope: {
        where: { [Op.or]: [{ tenant: 1 }, { tenant: null }], rank: { [Op.ne]: 13 } },
      },
      scopes: { senior: { where: { rank: { [Op.gte]: 5 } } } },
    },
  );
  Wkr.belongsTo(Dep, { as: 'dep', foreignKey: 'depId' });
  Dep.hasMany(Wkr, { as: 'staff', foreignKey: 'depId' });
  Dep.hasMany(Wkr, { as: 'juniors', foreignKey: 'depId', scope: { rank: 1 } });
  Dep.hasMany(Wkr.unscoped(), { as: 'everybody', foreignKey: 'depId' });
  Dep.hasMany(Wkr.scope('senior'), { as: 'seniors', foreignKey: 'depId' });
  const Badge = sequelize.define('Badge', { label: DataTypes.STRING }, bare);
  Badge.belongsTo(Wkr, { as: 'wkr', foreignKey: 'wkrId' });
}

describe('rows that a scope, an association or a deletion hides', () => {
  onEachDatabase(
    {
      name: 'sources_hidden',
      define: defineGuarded,
      async fill({ models }) {
        const { Dep, Wkr, Badge } = models;
        await Dep?.bulkCreate([{ name: 'kept' }, { name: 'deleted' }]);
        await Wkr?.bulkCreate([
          { n: 'own junior', tenant: 1, rank: 1, depId: 1 },
          { n: 'own senior', tenant: 1, rank: 7, depId: 1 },
          { n: "no one's", tenant: null, rank: 2, depId: 2 },
          { n: 'foreign senior', tenant: 2, rank: 8, depId: 1 },
          { n: 'unlucky', tenant: 1, rank: 13, depId: 1 },
        ]);
        await Badge?.bulkCreate([1, 4, 5].map((wkrId) => ({ label: `for ${wkrId}`, wkrId })));
        await Dep?.destroy({ where: { name: 'deleted' } });
      },
    },
    (world) => {
      it('are absent from the root list', async () => {
        const { data } = await world().query('{ wkrs { n } deps { name } }');
        expect(data).toEqual({
          wkrs: [{ n: 'own junior' }, { n: 'own senior' }, { n: "no one's" }],
          deps: [{ name: 'kept' }],
        });
      });

      it('are not found by key', async () => {
        const { data } = await world().query(
          '{ wkr(id: 4) { n } wkrBy(key: { id: "5" }) { n } dep(id: 2) { name } visible: wkr(id: 1) { n } }',
        );
        expect(data).toEqual({ wkr: null, wkrBy: null, dep: null, visible: { n: 'own junior' } });
      });

      it('are null as parents', async () => {
        const { data } = await world().query(
          '{ badges { label wkr { n dep { name } } } wkrs { dep { name } } }',
        );
        expect(data).toEqual({
          badges: [
            { label: 'for 1', wkr: { n: 'own junior', dep: { name: 'kept' } } },
            { label: 'for 4', wkr: null },
            { label: 'for 5', wkr: null },
          ],
          wkrs: [{ dep: { name: 'kept' } }, { dep: { name: 'kept' } }, { dep: null }],
        });
      });

      it('are absent from lists, each by its own scope', async () => {
        const { data } = await world().query(
          '{ deps { staff { n } juniors { n } seniors { n } everybody { n } } }',
        );
        expect(data).toEqual({
          deps: [
            {
              staff: [{ n: 'own junior' }, { n: 'own senior' }],
              juniors: [{ n: 'own junior' }],
              seniors: [{ n: 'own senior' }, { n: 'foreign senior' }, { n: 'unlucky' }],
              everybody: [
                { n: 'own junior' },
                { n: 'own senior' },
                { n: 'foreign senior' },
                { n: 'unlucky' },
              ],
            },
          ],
        });
      });
    },
  );
});

describe('a default scope made of literals and functions', () => {
  onEachDatabase(
    {
      name: 'sources_literals',
      define(sequelize) {
        const { fn, col, where, literal } = sequelize.constructor as typeof Sequelize;
        const quote = sequelize.getDialect() === 'mysql' ? '`' : '"';
        const Note = sequelize.define(
          'Note',
          { body: DataTypes.STRING, priority: DataTypes.INTEGER },
          {
            ...bare,
            defaultScope: {
              where: {
                [Op.and]: [
                  where(fn('lower', col('Note.body')), { [Op.ne]: 'a?b $1 :name %' }),
                  literal(`${quote}Note${quote}.priority > 0`),
                ],
              },
            },
          },
        );
        Note.belongsTo(Note, { as: 'reply', foreignKey: 'replyId' });
      },
      async fill({ models }) {
        await models.Note?.bulkCreate([
          { body: 'first', priority: 1 },
          { body: 'A?B $1 :NAME %', priority: 2 },
          { body: 'low', priority: 0 },
          { body: 'last', priority: 3, replyId: 1 },
          { body: 'to hidden', priority: 3, replyId: 2 },
        ]);
      },
    },
    (world) => {
      it('holds, and its text is taken as it is', async () => {
        const { data } = await world().query(
          '{ notes { body reply { body } notesByReply { body } } note(id: 2) { id } }',
        );
        expect(data).toEqual({
          notes: [
            { body: 'first', reply: null, notesByReply: [{ body: 'last' }] },
            { body: 'last', reply: { body: 'first' }, notesByReply: [] },
            { body: 'to hidden', reply: null, notesByReply: [] },
          ],
          note: null,
        });
      });
    },
  );
});

describe('a default scope of rows without a parent', () => {
  onEachDatabase(
    {
      name: 'sources_roots',
      define(sequelize) {
        const scope = { ...bare, defaultScope: { where: { parentId: null, hidden: false } } };
        const attributes = { name: DataTypes.STRING, hidden: DataTypes.BOOLEAN };
        const Goal = sequelize.define('Goal', attributes, scope);
        Goal.belongsTo(Goal, { as: 'parent', foreignKey: 'parentId' });
        Goal.hasMany(Goal, { as: 'children', foreignKey: 'parentId' });
        const Page = sequelize.define('Page', attributes, scope);
        Page.belongsTo(Page, { as: 'parent', foreignKey: 'parentId' });
        const Tenant = sequelize.define('Tenant', {}, bare);
        const Member = sequelize.define(
          'Member',
          { name: DataTypes.STRING },
          { ...bare, defaultScope: { where: { tenantId: 1 } } },
        );
        Tenant.hasMany(Member, { as: 'members', foreignKey: 'tenantId' });
      },
      async fill({ models }) {
        const rows = [
          { name: 'root', hidden: false, parentId: null },
          { name: 'child', hidden: false, parentId: 1 },
          { name: 'hidden child', hidden: true, parentId: 1 },
          { name: 'grandchild', hidden: false, parentId: 2 },
        ];
        await models.Goal?.bulkCreate(rows);
        await models.Page?.bulkCreate(rows);
        await models.Tenant?.bulkCreate([{}, {}]);
        await models.Member?.bulkCreate([
          { name: 'a', tenantId: 1 },
          { name: 'b', tenantId: 2 },
        ]);
      },
    },
    (world) => {
      it('still gives the rows under a parent, declared or inferred, narrowed by all else that it says', async () => {
        const { data } = await world().query(`{
          goals { name children { name children { name } } }
          pages { name pagesByParent { name pagesByParent { name } } }
        }`);
        const child = (list: string) => ({ name: 'child', [list]: [{ name: 'grandchild' }] });
        expect(data).toEqual({
          goals: [{ name: 'root', children: [child('children')] }],
          pages: [{ name: 'root', pagesByParent: [child('pagesByParent')] }],
        });
      });

      it('gives what Sequelize gives', async () => {
        const { Goal } = world().sequelize.models;
        const root = await Goal?.findOne({ where: { name: 'root' } });
        const children = await (
          root as unknown as { getChildren(): Promise<{ name: string }[]> }
        ).getChildren();
        expect(children.map(({ name }) => name)).toEqual(['child']);
      });

      it('differs from one of rows with a certain parent, which no list gets around', async () => {
        const { data } = await world().query('{ tenants { members { name } } }');
        expect(data).toEqual({ tenants: [{ members: [{ name: 'a' }] }, { members: [] }] });
      });
    },
  );
});
