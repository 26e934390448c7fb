import { getAttribute } from '../catalog/catalog.ts';
import { printAggregate } from '../plan/needs.ts';
import type { AggregateTerm } from '../policy/condition.ts';
import { divideDecimal } from '../util/decimal.ts';
import { columnOf, type EngineModel, getCodec } from './engine.ts';
import type { Row } from './row.ts';
import { raw, type Sql, sql } from './sql.ts';
import type { Statement } from './statement.ts';

/** What was computed of a set of rows, by `printAggregate`, as the GraphQL scalars take it. */
export type AggregateValues = Readonly<Record<string, unknown>>;

/** Names of the selected values: of a term, and of the number of values that an average divides by. */
const valueColumn = (index: number): string => `$value${index}`;
const countColumn = (index: number): string => `$count${index}`;

/** Whether a term is computed of an attribute's values, and is no number of rows or values. */
export function isOfValues(term: AggregateTerm): term is AggregateTerm & { readonly attribute: string } {
  return term.attribute !== null && term.function !== 'count' && term.function !== 'countDistinct';
}

/** What to select for the terms; the rows go by the name `t`. */
export function aggregateColumns(
  statement: Statement,
  model: EngineModel,
  terms: readonly AggregateTerm[],
): Sql[] {
  return terms.flatMap((term, index) => termColumns(statement, model, term, index));
}

function termColumns(statement: Statement, model: EngineModel, term: AggregateTerm, index: number): Sql[] {
  const name = statement.engine.quote(valueColumn(index));
  const expression = aggregateSql(statement, model, term);
  if (!isOfValues(term)) {
    return [sql`${expression} AS ${name}`];
  }
  if (term.function === 'min' || term.function === 'max') {
    return [sql`${getCodec(model, term.attribute).select(expression)} AS ${name}`];
  }
  if (isFloat(model, term.attribute)) {
    return [sql`${expression} AS ${name}`];
  }
  if (term.function === 'sum') {
    return [sql`${sumAsText(statement, model, term.attribute)} AS ${name}`];
  }
  // Databases round an average each in their own way; from sum and count it is the same on all.
  const column = columnOf(model, 't', term.attribute);
  return [
    sql`${sumAsText(statement, model, term.attribute)} AS ${name}`,
    sql`COUNT(${column}) AS ${statement.engine.quote(countColumn(index))}`,
  ];
}

/** A term as an expression to compare and to order by. */
export function aggregateSql(statement: Statement, model: EngineModel, term: AggregateTerm): Sql {
  if (term.attribute === null) {
    return raw('COUNT(*)');
  }
  const column = columnOf(model, 't', term.attribute);
  switch (term.function) {
    case 'count':
      return sql`COUNT(${column})`;
    case 'countDistinct':
      return sql`COUNT(DISTINCT ${column})`;
    case 'sum':
      return sumSql(model, term.attribute);
    case 'min':
      return sql`MIN(${column})`;
    case 'max':
      return sql`MAX(${column})`;
    case 'avg':
      return statement.dialect !== 'mysql' || isFloat(model, term.attribute)
        ? sql`AVG(${column})`
        : sql`(SUM(${column} * ${raw(`1.${'0'.repeat(16)}`)}) / COUNT(${column}))`;
  }
}

function sumSql(model: EngineModel, attribute: string): Sql {
  const column = columnOf(model, 't', attribute);
  return getCodec(model, attribute).sum?.select(column) ?? sql`SUM(${column})`;
}

/** Drivers make a number of a DECIMAL and lose digits. */
function sumAsText({ dialect }: Statement, model: EngineModel, attribute: string): Sql {
  const sum = sumSql(model, attribute);
  switch (dialect) {
    case 'postgres':
      return sql`${sum}::text`;
    case 'mysql':
      return sql`CAST(${sum} AS CHAR)`;
    case 'sqlite':
      return sql`CAST(${sum} AS TEXT)`;
  }
}

/** The values of a row that was selected by `aggregateColumns`; of no row, those of an empty set. */
export function readAggregates(
  model: EngineModel,
  terms: readonly AggregateTerm[],
  row: Row | undefined,
): AggregateValues {
  return Object.fromEntries(
    terms.map((term, index) => [printAggregate(term), readAggregate(model, term, row, index)]),
  );
}

function readAggregate(
  model: EngineModel,
  term: AggregateTerm,
  row: Row | undefined,
  index: number,
): unknown {
  const value = row?.[valueColumn(index)] ?? null;
  if (!isOfValues(term)) {
    return Number(value ?? 0);
  }
  if (value === null) {
    return null;
  }
  const codec = getCodec(model, term.attribute);
  if (term.function === 'min' || term.function === 'max') {
    return codec.decode(value);
  }
  if (isFloat(model, term.attribute)) {
    return Number(value);
  }
  const sum = codec.sum?.decode(value) ?? String(value);
  return term.function === 'sum'
    ? sum
    : divideDecimal(sum, BigInt(String(row?.[countColumn(index)])), averageDigits);
}

/** Digits of an average after the point, beyond those of its values. */
const averageDigits = 16;

function isFloat(model: EngineModel, attribute: string): boolean {
  return getAttribute(model.catalog, attribute).kind === 'float';
}
