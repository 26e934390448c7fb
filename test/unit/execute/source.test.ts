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

describe('throughSql', () => {
  it("narrows by the through model's default scope and by the association's scope on it", () => {
    expect(print(throughSql(engine, 'Plain.leads'))).toBe(
      `(SELECT "Membership".* FROM "Memberships" AS "Membership" WHERE ("Membership"."active" = true) AND ("Membership"."role" = 'lead'))`,
    );
  });
});
