import { getAttribute } from '../catalog/catalog.ts';
import { indexColumns } from '../catalog/index-columns.ts';
import type { OrderTerm } from '../plan/order.ts';
import type { ChildrenRead, JoinedParents, Page, PageRead } from '../plan/plan.ts';
import { filterSql } from './condition-sql.ts';
import { columnOf, type Engine, type EngineModel, getCodec, getEngineModel } from './engine.ts';
import { joinedParts, seeminglyFewer } from './joined-parents.ts';
import { keysetSql } from './keyset-sql.ts';
import {
  type NamedRows,
  orderSql,
  type ResolvedTerm,
  readableOrder,
  resolveOrder,
  reverseOrder,
} from './order-sql.ts';
import {
  childrenSql,
  joinKeys,
  limitSql,
  positionColumn,
  type Selected,
  selectedAttributes,
  selectList,
  shownAttributes,
} from './read-statement.ts';
import type { Key } from './row.ts';
import { type Additions, sourceSql } from './source.ts';
import { integer, join, type Sql, sql } from './sql.ts';
import { Statement, whereSql } from './statement.ts';

/** Under this name a row gives its value in a term of the order, for its cursor. */
export function cursorColumn(index: number): string {
  return `$order${index}`;
}

/** Under this name a row gives an attribute of the through model's row that connects it. */
export function edgeColumn(index: number): string {
  return `$edge${index}`;
}

/** How many rows to read so as to know whether a list was cut: one more than it may show. */
function rowsToRead(page: Page): number {
  if (page.kind === 'keyset') {
    return Math.max(page.limit, page.tail ?? 0) + 1;
  }
  return page.capped ? page.limit + 1 : page.limit;
}

/** What the SQL of a page is made of, whether there is one or one for each of several keys. */
interface PageParts {
  readonly selected: readonly Selected[];
  readonly joins: Sql;
  readonly filter: Sql | null;
  /** The condition that the cursors make. */
  readonly place: Sql | null;
  readonly terms: readonly ResolvedTerm[];
  readonly count: number;
  readonly offset: number;
}

function pageParts(statement: Statement, model: EngineModel, read: PageRead | ChildrenRead): PageParts {
  const { attributes, where, page } = read;
  const order = readableOrder(statement, model, read.order);
  const { joins, terms } = resolveOrder(statement, model, 't', order, linkOf(statement.engine, read));
  const isKeyset = page.kind === 'keyset';
  const cursors =
    isKeyset && page.cursors
      ? terms.map(
          ({ codec, expression }, index): Selected => ({
            name: cursorColumn(index),
            expression: codec.select(expression),
          }),
        )
      : [];
  return {
    selected: [...selectedAttributes(model, attributes), ...cursors],
    joins,
    filter: filterSql(statement, model, 't', where),
    place: isKeyset ? keysetSql(page, terms, statement.dialect) : null,
    terms: isKeyset && page.backwards ? reverseOrder(terms) : terms,
    count: rowsToRead(page),
    offset: isKeyset ? 0 : page.offset,
  };
}

/** The through model's rows that connect what the read gives; null where there are none. */
export function linkOf(engine: Engine, read: PageRead | ChildrenRead): NamedRows | null {
  return read.kind === 'children' && read.through !== null
    ? { model: getEngineModel(engine, read.through.model), alias: 'j' }
    : null;
}

/** The statement for a page of all rows. */
export function pageStatement(engine: Engine, read: PageRead, additions?: Additions): Sql {
  const statement = new Statement(engine, additions);
  const model = getEngineModel(engine, read.source.model);
  const from = sourceSql(engine, read.source, additions);
  const { selected, joins, filter, place, terms, count, offset } = pageParts(statement, model, read);
  const order = orderSql(terms, statement);
  const sorts = read.joined === undefined ? [] : sortColumns(terms);
  const columns = selectList(engine, [...selected, ...sorts]);
  const page = sql`SELECT ${columns} FROM ${from} AS t${joins}${whereSql([filter, place])}${order} ${limitSql(count, offset)}`;
  return read.joined === undefined
    ? page
    : withParents(statement, page, shownOf(selected, read), read.joined, sortedSql(statement, terms));
}

/** What a statement selects, with the parents that are joined to its rows, and `order`, since no join keeps that of the rows. */
function withParents(
  statement: Statement,
  selection: Sql,
  selected: readonly { readonly name: string }[],
  { parents }: JoinedParents,
  order: Sql,
): Sql {
  const { engine } = statement;
  const own = selected.map(({ name }) => sql`t.${engine.quote(name)} AS ${engine.quote(name)}`);
  const { columns, joins } = joinedParts(
    statement,
    parents,
    (attribute) => sql`t.${engine.quote(attribute)}`,
  );
  const rows = statement.isPostgres ? seeminglyFewer(engine, selection, parents) : selection;
  return sql`SELECT ${join([...own, ...columns])} FROM (${rows}) AS t${joins}${order}`;
}

/** Of what was selected that which rows are to hold: a key of a joined parent may have served its purpose. */
function shownOf(selected: readonly Selected[], read: PageRead | ChildrenRead): readonly Selected[] {
  const shown = shownAttributes(read);
  return selected.filter(({ name }) => !read.attributes.includes(name) || shown.includes(name));
}

/** What rows are sorted by, for whoever puts them in order again. */
function sortColumns(terms: readonly ResolvedTerm[]): Selected[] {
  return terms.map(({ expression }, index) => ({ name: sortColumn(index), expression }));
}

function sortColumn(index: number): string {
  return `$sort${index}`;
}

/** ` ORDER BY` of rows that were selected with what they are sorted by. */
function sortedSql(statement: Statement, terms: readonly ResolvedTerm[], first: readonly Sql[] = []): Sql {
  const sorted = terms.map((term, index) => ({
    ...term,
    expression: sql`t.${statement.engine.quote(sortColumn(index))}`,
  }));
  return orderSql(sorted, statement, first);
}

/** The statement for a page of rows under each of several keys. */
export function childrenStatement(
  engine: Engine,
  read: ChildrenRead,
  keys: readonly Key[],
  additions?: Additions,
): Sql {
  const statement = new Statement(engine, additions);
  const model = getEngineModel(engine, read.source.model);
  const position = engine.quote(positionColumn);
  const parts = pageParts(statement, model, read);
  const { joined } = read;
  const selected = [...parts.selected, ...edgeColumns(engine, read)];
  const columns = selectList(
    engine,
    joined === undefined ? selected : [...selected, ...sortColumns(parts.terms)],
  );
  const order = orderSql(parts.terms, statement);
  const { from, match, keyTable, link } = childrenSql(statement, model, read, keys);
  const rows = sql`${from}${parts.joins}`;
  const conditions = [link, parts.filter, parts.place];
  if (statement.isPostgres) {
    const isFenced = read.through === null && tempts(model, read.key, read.order);
    const list = isFenced
      ? sql`SELECT ${columns} FROM (SELECT t.* FROM ${from}${whereSql([match, parts.filter])} OFFSET 0) AS t${parts.joins}${whereSql([parts.place])}${order} ${limitSql(parts.count, parts.offset)}`
      : sql`SELECT ${columns} FROM ${rows}${whereSql([match, ...conditions])}${order} ${limitSql(parts.count, parts.offset)}`;
    const lists = sql`${keyTable} CROSS JOIN LATERAL (${list}) AS t`;
    if (joined === undefined) {
      return sql`SELECT k.i AS ${position}, t.* FROM ${lists}`;
    }
    const rowsOfKeys = sql`SELECT k.i AS ${position}, t.* FROM ${lists}`;
    const inOrder = sortedSql(statement, parts.terms, [sql`t.${position}`]);
    return withParents(
      statement,
      rowsOfKeys,
      [{ name: positionColumn }, ...shownOf(selected, read)],
      joined,
      inOrder,
    );
  }
  // MariaDB and SQLite have no LATERAL; numbering the rows of each key is the next best.
  const number = engine.quote('$number');
  const numbered = sql`SELECT k.i AS ${position}, ${columns}, ROW_NUMBER() OVER (PARTITION BY k.i${order}) AS ${number} FROM ${joinKeys(statement, keyTable, statement.dialect === 'sqlite' ? rows : sql`(${rows})`, match, conditions)}`;
  const { offset, count } = parts;
  const isInPage = sql`t.${number} > ${integer(offset)} AND t.${number} <= ${integer(offset + count)}`;
  const inOrder = sql` ORDER BY t.${position}, t.${number}`;
  if (joined === undefined) {
    return sql`SELECT * FROM (${numbered}) AS t WHERE ${isInPage}${inOrder}`;
  }
  return withParents(
    statement,
    numbered,
    [{ name: positionColumn }, ...shownOf(selected, read)],
    joined,
    sql` WHERE ${isInPage}${inOrder}`,
  );
}

/**
 * Whether Postgres may walk the whole table in the order of the list, in the hope of soon meeting enough rows of the key:
 * of a key without rows it would read every row, once for each such key. It does where the order begins with an index and
 * no index has the key before it; then the rows of the key are found first, behind `OFFSET 0`, and sorted.
 */
function tempts({ catalog, live }: EngineModel, key: string, [first]: readonly OrderTerm[]): boolean {
  if (first === undefined || first.attribute === null || first.path.length > 0) {
    return false;
  }
  const names = [key, first.attribute].map((name) => [name, getAttribute(catalog, name).column]);
  const begins = (columns: readonly (string | undefined)[]): boolean =>
    names.every((either, index) => either.includes(columns[index] ?? ''));
  return (
    names.every(([name = '']) => getAttribute(catalog, name).indexed) && !indexColumns(live).some(begins)
  );
}

function edgeColumns(engine: Engine, { through, edge }: ChildrenRead): Selected[] {
  if (through === null) {
    return [];
  }
  const holder = getEngineModel(engine, through.model);
  return edge.map(
    (attribute, index): Selected => ({
      name: edgeColumn(index),
      expression: getCodec(holder, attribute).select(columnOf(holder, 'j', attribute)),
    }),
  );
}
