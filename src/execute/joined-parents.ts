import type { JoinedParent, JoinedParents } from '../plan/plan.ts';
import { columnOf, type Engine, getCodec, getEngineModel } from './engine.ts';
import type { Row } from './row.ts';
import { sourceSql } from './source.ts';
import { join, raw, type Sql, sql } from './sql.ts';
import type { Statement } from './statement.ts';

/** What a statement needs so that the parents of its rows come along: each row stays one row. */
export interface JoinedParts {
  /** To select, beside the rows' own columns. */
  readonly columns: readonly Sql[];
  /** To add to the FROM clause. */
  readonly joins: Sql;
}

/** The parts for parents of rows whose attributes `columnOfRow` finds in the statement. */
export function joinedParts(
  statement: Statement,
  parents: readonly JoinedParent[],
  columnOfRow: (attribute: string) => Sql,
): JoinedParts {
  const { engine, additions } = statement;
  const byName = new Map(parents.map((parent) => [parent.name, parent]));
  const joins = parents.map(({ name, under, source, sourceAttribute, targetAttribute }) => {
    const holder = under === null ? undefined : byName.get(under);
    const key =
      holder === undefined
        ? columnOfRow(sourceAttribute)
        : columnOf(getEngineModel(engine, holder.source.model), holder.name, sourceAttribute);
    const model = getEngineModel(engine, source.model);
    const rows = sourceSql(engine, source, additions);
    return sql` LEFT JOIN ${rows} AS ${raw(name)} ON ${columnOf(model, name, targetAttribute)} = ${key}`;
  });
  const columns = parents.flatMap(({ name, source, attributes }) => {
    const model = getEngineModel(engine, source.model);
    return attributes.map(
      (attribute) =>
        sql`${getCodec(model, attribute).select(columnOf(model, name, attribute))} AS ${engine.quote(joinedColumn(name, attribute))}`,
    );
  });
  return { columns, joins: join(joins, '') };
}

/**
 * The same rows, which Postgres takes for a ninth of them: each comparison with a value that it cannot see is to be true for a third. It thinks a
 * random access four times as dear as one in order (`random_page_cost`), and would read a table of 20 000 parents whole for the
 * hundred of a page; in memory looking up each by its key costs a sixteenth of what it expects. The first parent is one of the rows themselves.
 */
export function seeminglyFewer(engine: Engine, selection: Sql, [first]: readonly JoinedParent[]): Sql {
  const key = sql`t.${engine.quote(first!.sourceAttribute)}`;
  return sql`SELECT * FROM (${selection}) AS t WHERE (${key} IS NULL) >= (SELECT FALSE) AND (${key} IS NOT NULL) >= (SELECT FALSE)`;
}

/** Under this name a row gives an attribute of its joined parent. */
function joinedColumn(name: string, attribute: string): string {
  return `$${name}.${attribute}`;
}

/** How many rows came along with these, each once for all that name it. */
export function countJoined({ parents }: JoinedParents, rows: readonly Row[]): number {
  let count = 0;
  for (const { name, targetAttribute } of parents) {
    const column = joinedColumn(name, targetAttribute);
    const keys = new Set<unknown>();
    for (const row of rows) {
      const key = row[column];
      if (key !== null && key !== undefined) {
        keys.add(key);
      }
    }
    count += keys.size;
  }
  return count;
}

/** Where a joined parent keeps the row that it was selected in, for the parents joined to it. */
const selectedIn = Symbol('selected in');

/** The parents that were joined to rows, each once, and which of them each row has: -1 for none. */
export function readJoined(
  { name, attributes, targetAttribute }: JoinedParent,
  rows: readonly unknown[],
): { readonly distinct: readonly Row[]; readonly places: readonly number[] } {
  const columns = attributes.map((attribute) => [attribute, joinedColumn(name, attribute)] as const);
  const keyColumn = joinedColumn(name, targetAttribute);
  const known = new Map<unknown, number>();
  const distinct: Row[] = [];
  const places = rows.map((row) => {
    const selected = ((row as { [selectedIn]?: Row })[selectedIn] ?? row) as Row;
    const key = selected[keyColumn];
    if (key === null || key === undefined) {
      return -1;
    }
    let place = known.get(key);
    if (place === undefined) {
      const parent: Record<string | symbol, unknown> = {};
      for (const [attribute, column] of columns) {
        parent[attribute] = selected[column];
      }
      parent[selectedIn] = selected;
      place = distinct.push(parent as Row) - 1;
      known.set(key, place);
    }
    return place;
  });
  return { distinct, places };
}
