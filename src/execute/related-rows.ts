import {
  type AttributeKind,
  type CatalogAssociation,
  getAttribute,
  isUniqueAttribute,
} from '../catalog/catalog.ts';
import type { SourceReference } from '../plan/plan.ts';
import { columnOf, type EngineModel, getAssociation, getCodec, getEngineModel, sourceOf } from './engine.ts';
import { sourceSql, throughSql } from './source.ts';
import { join, raw, type Sql, sql } from './sql.ts';
import type { Statement } from './statement.ts';

/** The rows that an association leads to from rows that a statement has already. */
export interface RelatedRows {
  readonly model: EngineModel;
  readonly alias: string;
  /** An item of a FROM clause. */
  readonly from: Sql;
  /** What ties them to the rows they are related to. */
  readonly on: Sql;
  /** The through model's rows that connect, where there are any. */
  readonly link: { readonly model: EngineModel; readonly alias: string } | null;
}

/** Only rows of the target's Source: what a scope or a deletion hides is not there for filters and orders either. */
export function relateRows(
  statement: Statement,
  associationId: string,
  holder: string,
  scopes?: SourceReference['scopes'],
): RelatedRows {
  const { engine, additions } = statement;
  const association = getAssociation(engine, associationId);
  const { through, sourceAttribute, targetAttribute } = association;
  const model = getEngineModel(engine, association.target);
  const source = getEngineModel(engine, association.source);
  const alias = statement.nameRows('t');
  const reference = { ...sourceOf(association), ...(scopes !== undefined && { scopes }) };
  const rows = sql`${sourceSql(engine, reference, additions)} AS ${raw(alias)}`;
  const own = { model: source, table: holder, attribute: sourceAttribute };
  const target = { model, table: alias, attribute: targetAttribute };
  if (through === null) {
    return {
      model,
      alias,
      from: rows,
      on: join([matchSql(statement, target, own), ...discriminate(statement, association, holder)], ' AND '),
      link: null,
    };
  }
  const links = getEngineModel(engine, through.model);
  const link = statement.nameRows('j');
  const toTarget = matchSql(
    statement,
    { model: links, table: link, attribute: through.targetAttribute },
    target,
  );
  return {
    model,
    alias,
    from: sql`${throughSql(engine, association.id, additions)} AS ${raw(link)} JOIN ${rows} ON ${toTarget}`,
    on: matchSql(statement, { model: links, table: link, attribute: through.sourceAttribute }, own),
    link: { model: links, alias: link },
  };
}

/** Whether the association leads to one row at most, by what the models declare. */
export function leadsToOne(statement: Statement, id: string): boolean {
  const { kind, target, targetAttribute } = getAssociation(statement.engine, id);
  const { catalog } = getEngineModel(statement.engine, target);
  return kind !== 'belongsToMany' && isUniqueAttribute(catalog, targetAttribute);
}

interface Column {
  readonly model: EngineModel;
  readonly table: string;
  readonly attribute: string;
}

/** Keys that differ in their type, such as a polymorphic one in a text, are compared as texts where the dialect insists. */
function matchSql(statement: Statement, left: Column, right: Column): Sql {
  const columns = [left, right].map(({ model, table, attribute }) => columnOf(model, table, attribute));
  const [first, second] = columns as [Sql, Sql];
  return statement.isPostgres && familyOf(left) !== familyOf(right)
    ? sql`${first}::text = ${second}::text`
    : sql`${first} = ${second}`;
}

const numbers: ReadonlySet<AttributeKind> = new Set(['integer', 'bigInteger', 'decimal', 'float']);

function familyOf({ model, attribute }: Column): AttributeKind {
  const { kind } = getAttribute(model.catalog, attribute);
  return numbers.has(kind) ? 'integer' : kind;
}

/**
 * What a row holds whose polymorphic key names a row of this target: to the letter, as the field looks at it, though most of
 * MySQL's collations take several texts for equal.
 */
function discriminate(statement: Statement, association: CatalogAssociation, holder: string): Sql[] {
  const model = getEngineModel(statement.engine, association.source);
  return Object.entries(association.discriminator ?? {}).map(([attribute, value]) => {
    const encoded = getCodec(model, attribute).encode(value);
    if (encoded === undefined) {
      return raw('FALSE');
    }
    const column = columnOf(model, holder, attribute);
    const isLoose = statement.dialect === 'mysql' && getAttribute(model.catalog, attribute).kind === 'text';
    const exactly = isLoose
      ? sql` AND CAST(CONVERT(${column} USING utf8mb4) AS BINARY) = ${encoded}`
      : raw('');
    return sql`${column} = ${encoded}${exactly}`;
  });
}
