import type { JoinedParent } from '../plan/plan.ts';
import { columnOf, getCodec, getEngineModel } from './engine.ts';
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
    const target = columnOf(getEngineModel(engine, source.model), name, targetAttribute);
    return sql` LEFT JOIN ${sourceSql(engine, source, additions)} AS ${raw(name)} ON ${target} = ${key}`;
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

/** Under this name a row gives an attribute of its joined parent. */
function joinedColumn(name: string, attribute: string): string {
  return `$${name}.${attribute}`;
}

/** Where a joined parent keeps the row that it was selected in, for the parents joined to it. */
const selectedIn = Symbol('selected in');

/**
 * Gives what finds the parent that was joined to a row: the same object wherever the same parent was joined, null where there
 * is none.
 */
export function joinedReader({
  name,
  attributes,
  targetAttribute,
}: JoinedParent): (row: unknown) => Row | null {
  const columns = attributes.map((attribute) => [attribute, joinedColumn(name, attribute)] as const);
  const keyColumn = joinedColumn(name, targetAttribute);
  const found = new Map<unknown, Row>();
  return (row) => {
    const selected = ((row as { [selectedIn]?: Row })[selectedIn] ?? row) as Row;
    const key = selected[keyColumn];
    if (key === null || key === undefined) {
      return null;
    }
    let parent = found.get(key);
    if (parent === undefined) {
      const values: Record<string | symbol, unknown> = {};
      for (const [attribute, column] of columns) {
        values[attribute] = selected[column];
      }
      values[selectedIn] = selected;
      parent = values as Row;
      found.set(key, parent);
    }
    return parent;
  };
}
