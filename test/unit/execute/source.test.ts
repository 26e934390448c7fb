import { describe, expect, it } from '@jest/globals';
import { DataTypes, Op, Sequelize } from 'sequelize';
import { introspectModels } from '../../../src/catalog/introspect-models.ts';
import { createEngine } from '../../../src/execute/engine.ts';
import { sourceSql, throughSql } from '../../../src/execute/source.ts';
import { renderSql, type Sql } from '../../../src/execute/sql.ts';

const sequelize = new Sequelize({ dialect: 'postgres', define: { timestamps: false } });
const { STRING, INTEGER } = DataTypes;

const Plain = sequelize.define('Plain', { name: STRING });
const Scoped = sequelize.define(
  'Scoped',
  { name: { type: STRING, field: 'nm' }, rank: INTEGER },
  {
    schema: 'auth',
    defaultScope: { where: { name: "it's", [Op.or]: [{ rank: { [Op.gt]: 1 } }, { rank: null }] } },
    scopes: {
      first: { where: { rank: 1 } },
      literal: { where: sequelize.literal('"Scoped"."nm" = \'?\'') as never },
    },
  },
);
const Gone = sequelize.define(
  'Gone',
  {},
  { timestamps: true, paranoid: true, deletedAt: 'goneAt', underscored: true },
);
const Membership = sequelize.define(
  'Membership',
  { role: STRING, active: DataTypes.BOOLEAN },
  { defaultScope: { where: { active: true } } },
);
sequelize.define(
  'Dated',
  { deletedAt: { type: DataTypes.DATE, defaultValue: new Date('9999-12-31T00:00:00Z') } },
  { timestamps: true, paranoid: true },
);
Scoped.belongsTo(Plain, { as: 'plain', foreignKey: 'plainId' });
Scoped.addScope('joined', {
  include: [{ association: 'plain', where: { name: 'x' } }],
  where: { name: 'a' },
});
Scoped.addScope('grouped', {
  include: [{ association: 'plain', attributes: [] }],
  group: ['Scoped.id'],
  having: sequelize.literal('COUNT(*) > 1') as never,
});
const Pair = sequelize.define(
  'Pair',
  { a: { type: INTEGER, primaryKey: true, field: 'aa' }, b: { type: INTEGER, primaryKey: true } },
  { timestamps: true, createdAt: false, updatedAt: false, paranoid: true },
);
Pair.belongsTo(Plain, { as: 'plain', foreignKey: 'plainId' });
Pair.addScope('defaultScope', { include: [{ association: 'plain', required: true }] });
Plain.belongsTo(Scoped.scope('joined'), { as: 'joined' });
Plain.belongsTo(Scoped.scope('grouped'), { as: 'grouped', scope: { rank: 3 } });
Plain.belongsTo(Scoped.scope('first'), { as: 'first' });
Plain.belongsTo(Scoped.scope('literal'), { as: 'literal' });
Plain.belongsTo(Scoped.unscoped(), { as: 'any' });
Plain.belongsTo(Scoped, { as: 'ranked', scope: { rank: { [Op.gt]: 5 } } });
Plain.belongsTo(Plain.schema('archive'), { as: 'old' });
Plain.belongsToMany(Gone, { as: 'leads', through: { model: Membership, scope: { role: 'lead' } } });

const engine = createEngine(sequelize, introspectModels(sequelize), { maxBatchSize: 10 });

/** The text; a Source has no values to bind, since whatever stands in it is the team's own. */
const print = (source: Sql) => {
  expect(source.values).toEqual([]);
  return renderSql(source, String);
};

const source = (model: string, association: string | null = null) =>
  print(sourceSql(engine, { model, association }));

describe('sourceSql', () => {
  it('is the table where nothing narrows it', () => {
    expect(source('Plain')).toBe('"Plains"');
  });

  it('narrows by the default scope, in columns, under the name of the model', () => {
    expect(source('Scoped')).toBe(
      `(SELECT "Scoped".* FROM "auth"."Scopeds" AS "Scoped" WHERE (("Scoped"."rank" > 1 OR "Scoped"."rank" IS NULL) AND "Scoped"."nm" = 'it''s'))`,
    );
  });

  it('hides what a paranoid model deleted', () => {
    expect(source('Gone')).toBe('(SELECT "Gone".* FROM "gones" AS "Gone" WHERE ("Gone"."gone_at" IS NULL))');
  });

  it('takes the default value of the date of deletion for not deleted', () => {
    expect(source('Dated')).toBe(
      `(SELECT "Dated".* FROM "Dateds" AS "Dated" WHERE ("Dated"."deletedAt" = '9999-12-31 00:00:00.000 +00:00'))`,
    );
  });

  it('narrows by the scope of the target instead of the default scope', () => {
    expect(source('Scoped', 'Plain.first')).toBe(
      '(SELECT "Scoped".* FROM "auth"."Scopeds" AS "Scoped" WHERE ("Scoped"."rank" = 1))',
    );
  });

  it('takes a literal as it is', () => {
    expect(source('Scoped', 'Plain.literal')).toBe(
      `(SELECT "Scoped".* FROM "auth"."Scopeds" AS "Scoped" WHERE ("Scoped"."nm" = '?'))`,
    );
  });

  it('narrows an unscoped target by nothing, and reads a clone in another schema there', () => {
    expect(source('Scoped', 'Plain.any')).toBe('"auth"."Scopeds"');
    expect(source('Plain', 'Plain.old')).toBe('"archive"."Plains"');
  });

  it("narrows by the association's scope beside the default scope, though both name one attribute", () => {
    expect(source('Scoped', 'Plain.ranked')).toBe(
      `(SELECT "Scoped".* FROM "auth"."Scopeds" AS "Scoped" WHERE (("Scoped"."rank" > 1 OR "Scoped"."rank" IS NULL) AND "Scoped"."nm" = 'it''s') AND ("Scoped"."rank" > 5))`,
    );
  });
});

describe('sourceSql of a scope that narrows by more than its where', () => {
  it('asks for the keys that findAll gives, with all conditions of the scope inside', () => {
    expect(source('Scoped', 'Plain.joined')).toBe(
      `(SELECT "Scoped".* FROM "auth"."Scopeds" AS "Scoped" WHERE ("Scoped"."id" IN (SELECT "Scoped"."id" FROM "auth"."Scopeds" AS "Scoped" INNER JOIN "Plains" AS "plain" ON "Scoped"."plainId" = "plain"."id" AND "plain"."name" = 'x' WHERE "Scoped"."nm" = 'a')))`,
    );
  });

  it('compares every attribute of a key, and leaves deleted rows out', () => {
    expect(source('Pair')).toBe(
      '(SELECT "Pair".* FROM "Pairs" AS "Pair" WHERE (("Pair"."aa", "Pair"."b") IN (SELECT "Pair"."aa" AS "a", "Pair"."b" FROM "Pairs" AS "Pair" INNER JOIN "Plains" AS "plain" ON "Pair"."plainId" = "plain"."id")) AND ("Pair"."deletedAt" IS NULL))',
    );
  });

  it('asks for the group of each row, and narrows further outside', () => {
    expect(source('Scoped', 'Plain.grouped')).toBe(
      '(SELECT "Scoped".* FROM (SELECT "$row".* FROM "auth"."Scopeds" AS "$row" WHERE EXISTS (SELECT "Scoped"."id" FROM "auth"."Scopeds" AS "Scoped" LEFT OUTER JOIN "Plains" AS "plain" ON "Scoped"."plainId" = "plain"."id" WHERE ("Scoped"."id" = "$row"."id") GROUP BY "Scoped"."id" HAVING COUNT(*) > 1)) AS "Scoped" WHERE ("Scoped"."rank" = 3))',
    );
  });
});

describe('throughSql', () => {
  it("narrows by the through model's default scope and by the association's scope on it", () => {
    expect(print(throughSql(engine, 'Plain.leads'))).toBe(
      `(SELECT "Membership".* FROM "Memberships" AS "Membership" WHERE ("Membership"."active" = true) AND ("Membership"."role" = 'lead'))`,
    );
  });
});
