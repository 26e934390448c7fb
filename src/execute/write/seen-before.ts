import type { KeyRead } from '../../plan/plan.ts';
import { columnOf, type Engine, type EngineModel, getEngineModel } from '../engine.ts';
import { sourceSql } from '../source.ts';
import { join, type Sql, sql } from '../sql.ts';

// A statement that inserts a row sees all tables as they were before it, its own joins included.

/** Whether a condition on parents of the read looks at rows of any table: by the time they are shown there is one more. */
export function looksAtRows(engine: Engine, { joined }: KeyRead): boolean {
  return (joined?.parents ?? []).some(({ source }) => {
    const selects =
      sourceSql(engine, source)
        .texts.join('')
        .match(/\bSELECT\b/gi) ?? [];
    // One is that of the narrowed table itself.
    return selects.length > 1;
  });
}

/**
 * Whether the row `t` names a parent that was not found: it may be the row itself, or have come while the statement waited. Null
 * where no parents are joined.
 */
export function missesParents(engine: Engine, model: EngineModel, { joined }: KeyRead): Sql | null {
  const parents = joined?.parents ?? [];
  const conditions = parents.map(({ name, under, source, sourceAttribute, targetAttribute }) => {
    const holder = parents.find((candidate) => candidate.name === under);
    const key =
      holder === undefined
        ? columnOf(model, 't', sourceAttribute)
        : columnOf(getEngineModel(engine, holder.source.model), holder.name, sourceAttribute);
    const found = columnOf(getEngineModel(engine, source.model), name, targetAttribute);
    return sql`${key} IS NOT NULL AND ${found} IS NULL`;
  });
  return conditions.length === 0 ? null : join(conditions, ' OR ');
}
