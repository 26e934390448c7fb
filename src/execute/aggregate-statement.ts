import { getAttribute } from '../catalog/catalog.ts';
import type { AggregateRead, GroupsRead } from '../plan/plan.ts';
import type { AggregateCondition, AggregateTerm, Condition } from '../policy/condition.ts';
import { aggregateColumns, aggregateSql, isOfValues } from './aggregate-value.ts';
import type { Codec } from './codec.ts';
import { decimalCodec, floatCodec, integerCodec } from './codecs/number.ts';
import { computedNumber } from './codecs/sqlite-number.ts';
import { comparisonSql } from './comparison-sql.ts';
import { filterSql } from './condition-sql.ts';
import { type Engine, type EngineModel, getCodec, getEngineModel } from './engine.ts';
import { groupExpression } from './group-expression.ts';
import { numberKeysetCodec } from './keyset-codec.ts';
import { orderSql } from './order-sql.ts';
import { childrenSql, joinKeys, limitSql, positionColumn } from './read-statement.ts';
import type { Key } from './row.ts';
import { type Additions, sourceSql } from './source.ts';
import { join, joinMany, raw, type Sql, sql } from './sql.ts';
import { Statement, whereSql } from './statement.ts';

/** Under this name a group gives what its rows have in common. */
export function groupColumn(index: number): string {
  return `$key${index}`;
}

/** The statement for what is computed of all rows. */
export function aggregateStatement(engine: Engine, read: AggregateRead, additions?: Additions): Sql {
  const statement = new Statement(engine, additions);
  const model = getEngineModel(engine, read.source.model);
  const columns = aggregateColumns(statement, model, read.aggregates);
  const where = filterSql(statement, model, 't', read.where);
  return sql`SELECT ${join(columns)} FROM ${sourceSql(engine, read.source, additions)} AS t${whereSql([where])}`;
}

/** The statement for what is computed of the rows under each of several keys; a key without rows gives none. */
export function childAggregatesStatement(
  engine: Engine,
  read: AggregateRead,
  keys: readonly Key[],
  additions?: Additions,
): Sql {
  const statement = new Statement(engine, additions);
  const model = getEngineModel(engine, read.source.model);
  const under = read.under as NonNullable<AggregateRead['under']>;
  const columns = aggregateColumns(statement, model, read.aggregates);
  const { from, match, keyTable, link } = childrenSql(
    statement,
    model,
    { ...under, source: read.source },
    keys,
  );
  const rows = under.through === null || statement.dialect === 'sqlite' ? from : sql`(${from})`;
  const where = filterSql(statement, model, 't', read.where);
  return sql`SELECT k.i AS ${engine.quote(positionColumn)}, ${join(columns)} FROM ${joinKeys(statement, keyTable, rows, match, [link, where])} GROUP BY k.i`;
}

/** The statement for groups of rows. */
export function groupsStatement(engine: Engine, read: GroupsRead, additions?: Additions): Sql {
  const statement = new Statement(engine, additions);
  const model = getEngineModel(engine, read.source.model);
  const groups = read.by.map((term) => groupExpression(statement, model, term));
  const keys = groups.map(
    (expression, index) =>
      sql`${getCodec(model, read.by[index]?.attribute ?? '').select(expression)} AS ${engine.quote(groupColumn(index))}`,
  );
  const values = aggregateColumns(statement, model, read.aggregates);
  const where = filterSql(statement, model, 't', read.where);
  const having = read.having === null ? raw('') : sql` HAVING ${havingSql(statement, model, read.having)}`;
  const orderOf = (index: number): Sql => {
    const expression = groups[index] as Sql;
    return getCodec(model, read.by[index]?.attribute ?? '').order?.(expression) ?? expression;
  };
  const order = orderSql(
    read.order.map(({ by, direction, nulls }) => ({
      expression: typeof by === 'number' ? orderOf(by) : aggregateSql(statement, model, by),
      nullable:
        typeof by === 'number'
          ? getAttribute(model.catalog, read.by[by]?.attribute ?? '').nullable
          : by.attribute !== null,
      direction,
      nulls,
      codec: numberKeysetCodec,
    })),
    statement,
  );
  const limit = limitSql(read.capped ? read.limit + 1 : read.limit, 0);
  return sql`SELECT ${join([...keys, ...values])} FROM ${sourceSql(engine, read.source, additions)} AS t${whereSql([where])} GROUP BY ${join(groups)}${having}${order} ${limit}`;
}

function havingSql(statement: Statement, model: EngineModel, condition: Condition): Sql {
  switch (condition.kind) {
    case 'all':
    case 'any': {
      const isAll = condition.kind === 'all';
      if (condition.conditions.length === 0) {
        return raw(isAll ? 'TRUE' : 'FALSE');
      }
      const parts = condition.conditions.map((part) => havingSql(statement, model, part));
      return sql`(${joinMany(parts, isAll ? ' AND ' : ' OR ')})`;
    }
    case 'not':
      return sql`(${havingSql(statement, model, condition.conditions[0] as Condition)}) IS NOT TRUE`;
    case 'aggregate':
      return aggregateComparison(statement, model, condition);
    default:
      throw new Error('KinQL invariant: a condition on rows belongs to no group');
  }
}

function aggregateComparison(
  statement: Statement,
  model: EngineModel,
  { term, operator, value }: AggregateCondition,
): Sql {
  const { codec, cast } = operandType(statement, model, term);
  const operand = {
    expression: aggregateSql(statement, model, term),
    codec,
    nullable: term.attribute !== null,
    place: `${term.function} of ${model.catalog.name}.${term.attribute}`,
    cast,
  };
  return comparisonSql(statement, operand, operator, value);
}

/** What an aggregate is compared as: numbers without a limit to their size, or the attribute's own type. */
function operandType(
  { isPostgres, dialect }: Statement,
  model: EngineModel,
  term: AggregateTerm,
): { readonly codec: Codec; readonly cast: string | null } {
  if (!isOfValues(term)) {
    const count = {
      kind: 'bigInteger',
      sqlType: 'BIGINT',
      enumValues: [],
      element: null,
      customName: null,
    } as const;
    return dialect === 'sqlite'
      ? { codec: computedNumber, cast: null }
      : { codec: integerCodec(count, isPostgres), cast: 'bigint' };
  }
  const { kind } = getAttribute(model.catalog, term.attribute);
  if (term.function === 'min' || term.function === 'max') {
    return { codec: getCodec(model, term.attribute), cast: null };
  }
  if (dialect === 'sqlite' && kind !== 'float') {
    const { sum } = getCodec(model, term.attribute);
    return { codec: (term.function === 'sum' ? sum?.codec : undefined) ?? computedNumber, cast: null };
  }
  return kind === 'float'
    ? { codec: floatCodec(), cast: 'double precision' }
    : { codec: decimalCodec(isPostgres), cast: 'numeric' };
}
