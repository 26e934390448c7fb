import { type CatalogModel, getAttribute } from '../catalog/catalog.ts';
import { indexColumns } from '../catalog/index-columns.ts';
import { defaultOrder, type OrderTerm } from '../plan/order.ts';
import type {
  ChildrenRead,
  KeyRead,
  Page,
  PageRead,
  SourceReference,
  ThroughReference,
} from '../plan/plan.ts';
import type { BindValue } from './codec.ts';
import { filterSql } from './condition-sql.ts';
import { columnOf, type Engine, type EngineModel, getCodec, getEngineModel, scopeOf } from './engine.ts';
import { keysetSql } from './keyset-sql.ts';
import { type NamedRows, orderSql, readableOrder, resolveOrder, reverseOrder } from './order-sql.ts';
import type { Key } from './row.ts';
import { type Additions, sourceSql, throughSql } from './source.ts';
import { integer, join, raw, type Sql, sql } from './sql.ts';
import { sqlDialectOf } from './sql-dialect.ts';
import { listSql, sqliteKeysSql } from './sql-list.ts';
import { Statement, whereSql } from './statement.ts';

/** Under this name a statement for keys gives the place of the key that a row belongs to, counted from 1. */
export const positionColumn = '$position';

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
  readonly columns: Sql;
  readonly joins: Sql;
  readonly filter: Sql | null;
  /** The condition that the cursors make. */
  readonly place: Sql | null;
  readonly order: Sql;
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
          ({ codec, expression }, index) =>
            sql`${codec.select(expression)} AS ${statement.engine.quote(cursorColumn(index))}`,
        )
      : [];
  return {
    columns: join([selectList(statement.engine, model, attributes), ...cursors]),
    joins,
    filter: filterSql(statement, model, 't', where),
    place: isKeyset ? keysetSql(page, terms, statement.dialect) : null,
    order: orderSql(isKeyset && page.backwards ? reverseOrder(terms) : terms, statement),
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
  const { columns, joins, filter, place, order, count, offset } = pageParts(statement, model, read);
  return sql`SELECT ${columns} FROM ${from} AS t${joins}${whereSql([filter, place])}${order} ${limitSql(count, offset)}`;
}

/**
 * The statement for the rows of several keys. Where encoded keys are equal exactly if the database says so, it looks for a
 * list of keys and the rows carry their own; else keys travel with their position and the database matches them, since
 * collations, CHAR's padding and DECIMAL's scale are its business.
 */
export function keyStatement(
  engine: Engine,
  read: KeyRead,
  keys: readonly Key[],
  additions?: Additions,
): Sql {
  const model = getEngineModel(engine, read.source.model);
  const from = sourceSql(engine, read.source, additions);
  if (isMatchedByValue(model, read)) {
    const attribute = read.key[0] as string;
    const columns = selectList(engine, model, withKey(read));
    const values = keys.map((key) => key[0] as BindValue);
    const column = columnOf(model, 't', attribute);
    const isWanted =
      engine.dialect === 'postgres'
        ? sql`${column} = ANY(${values}::${raw(getCodec(model, attribute).keyType)}[])`
        : sql`${column} IN (${listSql(sqlDialectOf(engine.dialect), getCodec(model, attribute), values)})`;
    return sql`SELECT ${columns} FROM ${from} AS t WHERE ${isWanted}`;
  }
  const columns = selectList(engine, model, read.attributes);
  const position = engine.quote(positionColumn);
  const matches = read.key.map(
    (attribute, index) =>
      sql`${getCodec(model, attribute).compare(columnOf(model, 't', attribute))} = k.${raw(`k${index}`)}`,
  );
  const order = isUniqueKey(model.catalog, read.key)
    ? raw('')
    : defaultOrderSql(new Statement(engine, additions), read.source, [raw('k.i')]);
  return sql`SELECT k.i AS ${position}, ${columns} FROM ${keysSql(engine, model, read.key, keys)} JOIN ${from} AS t ON ${join(matches, ' AND ')}${order}`;
}

/** Whether the rows of the read tell by themselves which key they belong to. */
export function isMatchedByValue(model: EngineModel, read: KeyRead): boolean {
  return (
    read.key.length === 1 &&
    getCodec(model, read.key[0] as string).exact &&
    isUniqueKey(model.catalog, read.key)
  );
}

function withKey(read: KeyRead): readonly string[] {
  const missing = read.key.filter((attribute) => !read.attributes.includes(attribute));
  return [...missing, ...read.attributes];
}

function isUniqueKey(model: CatalogModel, attributes: readonly string[]): boolean {
  return model.keys.some((key) => key.attributes.every((attribute) => attributes.includes(attribute)));
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
  const columns = join([parts.columns, ...edgeColumns(engine, read)]);
  const { from, match, keyTable, link } = childrenSql(statement, model, read, keys);
  const rows = sql`${from}${parts.joins}`;
  const conditions = [link, parts.filter, parts.place];
  if (statement.isPostgres) {
    const isFenced = read.through === null && tempts(model, read.key, read.order);
    const list = isFenced
      ? sql`SELECT ${columns} FROM (SELECT t.* FROM ${from}${whereSql([match, parts.filter])} OFFSET 0) AS t${parts.joins}${whereSql([parts.place])}${parts.order} ${limitSql(parts.count, parts.offset)}`
      : sql`SELECT ${columns} FROM ${rows}${whereSql([match, ...conditions])}${parts.order} ${limitSql(parts.count, parts.offset)}`;
    return sql`SELECT k.i AS ${position}, t.* FROM ${keyTable} CROSS JOIN LATERAL (${list}) AS t`;
  }
  // MariaDB and SQLite have no LATERAL; numbering the rows of each key is the next best.
  const number = engine.quote('$number');
  const numbered = sql`SELECT k.i AS ${position}, ${columns}, ROW_NUMBER() OVER (PARTITION BY k.i${parts.order}) AS ${number} FROM ${joinKeys(statement, keyTable, statement.dialect === 'sqlite' ? rows : sql`(${rows})`, match, conditions)}`;
  const { offset, count } = parts;
  return sql`SELECT * FROM (${numbered}) AS t WHERE t.${number} > ${integer(offset)} AND t.${number} <= ${integer(offset + count)} ORDER BY t.${position}, t.${number}`;
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

/** Rows with the key that they belong to. SQLite knows no names of tables from within brackets. */
export function joinKeys(
  { dialect }: Statement,
  keyTable: Sql,
  rows: Sql,
  match: Sql,
  conditions: readonly (Sql | null)[],
): Sql {
  return dialect === 'sqlite'
    ? sql`${keyTable} JOIN ${rows}${whereSql([match, ...conditions])}`
    : sql`${keyTable} JOIN ${rows} ON ${match}${whereSql(conditions)}`;
}

/** Rows under keys: the keys as a table `k`, the rows as `t` (and their through rows as `j`), and what ties them. */
export function childrenSql(
  statement: Statement,
  model: EngineModel,
  read: Pick<ChildrenRead, 'key' | 'through' | 'throughWhere' | 'source'>,
  keys: readonly Key[],
): { readonly from: Sql; readonly match: Sql; readonly keyTable: Sql; readonly link: Sql | null } {
  const { engine, additions } = statement;
  const holder = read.through === null ? model : getEngineModel(engine, read.through.model);
  const keyColumn = columnOf(holder, read.through === null ? 't' : 'j', read.key);
  const rows = sql`${sourceSql(engine, read.source, additions)} AS t`;
  return {
    from: read.through === null ? rows : sql`${rows}${joinThrough(engine, model, read.through, additions)}`,
    match: sql`${getCodec(holder, read.key).compare(keyColumn)} = k.k0`,
    keyTable: keysSql(engine, holder, [read.key], keys),
    link: filterSql(statement, holder, 'j', read.throughWhere),
  };
}

function joinThrough(
  engine: Engine,
  model: EngineModel,
  through: ThroughReference,
  additions: Additions,
): Sql {
  const holder = getEngineModel(engine, through.model);
  const target = columnOf(model, 't', through.targetAttribute);
  return sql` JOIN ${throughSql(engine, through.association, additions)} AS j ON ${columnOf(holder, 'j', through.throughAttribute)} = ${target}`;
}

function edgeColumns(engine: Engine, { through, edge }: ChildrenRead): Sql[] {
  if (through === null) {
    return [];
  }
  const holder = getEngineModel(engine, through.model);
  return edge.map(
    (attribute, index) =>
      sql`${getCodec(holder, attribute).select(columnOf(holder, 'j', attribute))} AS ${engine.quote(edgeColumn(index))}`,
  );
}

/** The keys as a table `k`, with their positions: columns `k0`, `k1` ... and `i`. */
function keysSql(
  engine: Engine,
  model: EngineModel,
  attributes: readonly string[],
  keys: readonly Key[],
): Sql {
  if (engine.dialect === 'postgres') {
    const lists = attributes.map(
      (attribute, index) =>
        sql`${keys.map((key) => key[index])}::${raw(getCodec(model, attribute).keyType)}[]`,
    );
    const names = attributes.map((_, index) => `k${index}`).join(', ');
    return sql`unnest(${join(lists)}) WITH ORDINALITY AS k(${raw(names)}, i)`;
  }
  if (engine.dialect === 'sqlite') {
    return sqliteKeysSql(
      attributes.map((attribute) => getCodec(model, attribute)),
      keys,
    );
  }
  // A literal keeps its weak collation through a derived table, so that the column's own collation decides; JSON_TABLE's
  // columns do not, and MariaDB refuses the mix.
  const rows = keys.map((key, position) => {
    const values = attributes.map((attribute, index) => {
      const value = getCodec(model, attribute).bind(key[index] as BindValue);
      return position === 0 ? sql`${value} AS ${raw(`k${index}`)}` : value;
    });
    return position === 0
      ? sql`SELECT ${join(values)}, 1 AS i`
      : sql`SELECT ${join(values)}, ${integer(position + 1)}`;
  });
  return sql`(${join(rows, ' UNION ALL ')}) AS k`;
}

/** `t."user_id" AS "userId"`; a row of which nothing is wanted but that it is there still needs a column. */
function selectList(engine: Engine, model: EngineModel, attributes: readonly string[]): Sql {
  if (attributes.length === 0) {
    return sql`1 AS ${engine.quote('$row')}`;
  }
  return join(
    attributes.map(
      (attribute) =>
        sql`${getCodec(model, attribute).select(columnOf(model, 't', attribute))} AS ${engine.quote(attribute)}`,
    ),
  );
}

/** ` ORDER BY` with the expressions of `first`, then the default order of the source. */
function defaultOrderSql(statement: Statement, source: SourceReference, first: readonly Sql[]): Sql {
  const model = getEngineModel(statement.engine, source.model);
  const order = readableOrder(
    statement,
    model,
    defaultOrder(model.catalog, scopeOf(statement.engine, source)),
  );
  return orderSql(resolveOrder(statement, model, 't', order).terms, statement, first);
}

export function limitSql(limit: number, offset: number): Sql {
  const skip = offset === 0 ? raw('') : sql` OFFSET ${integer(offset)}`;
  return sql`LIMIT ${integer(limit)}${skip}`;
}
