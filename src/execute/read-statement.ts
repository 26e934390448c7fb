import {
  type AttributeKind,
  type CatalogModel,
  type CatalogOrder,
  identifyingKey,
} from '../catalog/catalog.ts';
import type { ChildrenRead, KeyRead, PageRead, Read, SourceReference } from '../plan/plan.ts';
import type { BindValue } from './codec.ts';
import { columnOf, type Engine, type EngineModel, getCodec, getEngineModel, scopeOf } from './engine.ts';
import type { Key } from './row.ts';
import { type HookConditions, sourceSql, throughSql } from './source.ts';
import { integer, join, raw, type Sql, sql } from './sql.ts';

/** Under this name a statement for keys gives the place of the key that a row belongs to, counted from 1. */
export const positionColumn = '$position';

/** How many rows to read so as to know whether a list was cut: one more than it may show. */
function rowsToRead({ page }: PageRead | ChildrenRead): number {
  return page.capped ? page.limit + 1 : page.limit;
}

/** The statement for a page of all rows. */
export function pageStatement(engine: Engine, read: PageRead, hooks?: HookConditions): Sql {
  const model = getEngineModel(engine, read.source.model);
  const from = sourceSql(engine, read.source, hooks);
  const columns = selectList(engine, model, read.attributes);
  const window = limitSql(rowsToRead(read), read.page.offset);
  return sql`SELECT ${columns} FROM ${from} AS t${orderBySql(engine, read.source)} ${window}`;
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
  hooks?: HookConditions,
): Sql {
  const model = getEngineModel(engine, read.source.model);
  const from = sourceSql(engine, read.source, hooks);
  if (isMatchedByValue(model, read)) {
    const attribute = read.key[0] as string;
    const columns = selectList(engine, model, withKey(read));
    const values = keys.map((key) => key[0]);
    const column = columnOf(model, 't', attribute);
    return engine.dialect === 'postgres'
      ? sql`SELECT ${columns} FROM ${from} AS t WHERE ${column} = ANY(${values}::${raw(getCodec(model, attribute).keyType)}[])`
      : sql`SELECT ${columns} FROM ${from} AS t WHERE ${column} IN (${join(values.map((value) => sql`${value}`))})`;
  }
  const columns = selectList(engine, model, read.attributes);
  const position = engine.quote(positionColumn);
  const matches = read.key.map(
    (attribute, index) =>
      sql`${getCodec(model, attribute).compare(columnOf(model, 't', attribute))} = k.${raw(`k${index}`)}`,
  );
  const order = isUniqueKey(model.catalog, read.key)
    ? raw('')
    : orderBySql(engine, read.source, [raw('k.i')]);
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
  hooks?: HookConditions,
): Sql {
  const model = getEngineModel(engine, read.source.model);
  const holder = read.through === null ? model : getEngineModel(engine, read.through.model);
  const position = engine.quote(positionColumn);
  const keyColumn = columnOf(holder, read.through === null ? 't' : 'j', read.key);
  const from = sql`${sourceSql(engine, read.source, hooks)} AS t${joinThrough(engine, model, read, hooks)}`;
  const match = sql`${getCodec(holder, read.key).compare(keyColumn)} = k.k0`;
  const columns = selectList(engine, model, read.attributes);
  const keyTable = keysSql(engine, holder, [read.key], keys);
  const order = orderBySql(engine, read.source);
  const count = rowsToRead(read);
  if (engine.dialect === 'postgres') {
    const rows = sql`SELECT ${columns} FROM ${from} WHERE ${match}${order} ${limitSql(count, read.page.offset)}`;
    return sql`SELECT k.i AS ${position}, t.* FROM ${keyTable} CROSS JOIN LATERAL (${rows}) AS t`;
  }
  // MariaDB has no LATERAL; numbering the rows of each key is the next best.
  const number = engine.quote('$number');
  const numbered = sql`SELECT k.i AS ${position}, ${columns}, ROW_NUMBER() OVER (PARTITION BY k.i${order}) AS ${number} FROM ${keyTable} JOIN (${from}) ON ${match}`;
  const { offset } = read.page;
  return sql`SELECT * FROM (${numbered}) AS t WHERE t.${number} > ${integer(offset)} AND t.${number} <= ${integer(offset + count)} ORDER BY t.${position}, t.${number}`;
}

function joinThrough(
  engine: Engine,
  model: EngineModel,
  { through }: ChildrenRead,
  hooks: HookConditions | undefined,
): Sql {
  if (through === null) {
    return raw('');
  }
  const holder = getEngineModel(engine, through.model);
  const target = columnOf(model, 't', through.targetAttribute);
  return sql` JOIN ${throughSql(engine, through.association, hooks)} AS j ON ${columnOf(holder, 'j', through.throughAttribute)} = ${target}`;
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
function selectList(engine: Engine, model: EngineModel, attributes: Read['attributes']): Sql {
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

/**
 * ` ORDER BY` with the terms of `first`, then the default order: that of the scope in effect, then the key that tells rows
 * apart, so that pages never overlap. Nothing at all where there is nothing to order by.
 */
function orderBySql(engine: Engine, source: SourceReference, first: readonly Sql[] = []): Sql {
  const model = getEngineModel(engine, source.model);
  const terms: CatalogOrder[] = [...scopeOf(engine, source).order];
  for (const attribute of rowIdentity(model.catalog)) {
    if (!terms.some((term) => term.attribute === attribute)) {
      terms.push({ attribute, direction: 'ASC' });
    }
  }
  const all = [...first, ...terms.map((term) => orderTermSql(engine, model, term))];
  return all.length === 0 ? raw('') : sql` ORDER BY ${join(all)}`;
}

const orderableKinds: ReadonlySet<AttributeKind> = new Set([
  ...(['text', 'integer', 'bigInteger', 'float', 'decimal', 'boolean'] as const),
  ...(['dateTime', 'date', 'time', 'uuid', 'enum', 'bytes', 'network', 'range'] as const),
]);

/** Without any key, rows that are equal in every orderable column may as well change places. */
function rowIdentity(model: CatalogModel): readonly string[] {
  return (
    identifyingKey(model)?.attributes ??
    model.attributes.filter(({ stored, kind }) => stored && orderableKinds.has(kind)).map(({ name }) => name)
  );
}

/** Nulls come last ascending and first descending, as Postgres has them; MariaDB needs to be told. */
function orderTermSql(engine: Engine, model: EngineModel, { attribute, direction }: CatalogOrder): Sql {
  const column = columnOf(model, 't', attribute);
  const nullable = model.catalog.attributes.some(({ name, nullable }) => name === attribute && nullable);
  const term = direction === 'ASC' ? column : sql`${column} DESC`;
  return nullable && engine.dialect !== 'postgres'
    ? sql`${column} IS NULL${raw(direction === 'ASC' ? '' : ' DESC')}, ${term}`
    : term;
}

function limitSql(limit: number, offset: number): Sql {
  const skip = offset === 0 ? raw('') : sql` OFFSET ${integer(offset)}`;
  return sql`LIMIT ${integer(limit)}${skip}`;
}
