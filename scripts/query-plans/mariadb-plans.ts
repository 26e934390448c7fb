import { QueryTypes, type Sequelize } from 'sequelize';
import type { Statement, TableRead } from './table-read.ts';

/** A table in a plan of MariaDB, by the alias that the statement gives it. */
interface PlanTable {
  readonly table_name: string;
  readonly access_type: string;
  readonly key?: string;
  readonly used_key_parts?: readonly string[];
  readonly r_loops?: number;
  readonly r_rows?: number | null;
}

/** What MariaDB reads for a statement. */
export async function mariadbReads(sequelize: Sequelize, { text }: Statement): Promise<TableRead[]> {
  const [row] = await sequelize.query<{ ANALYZE: string }>(`ANALYZE FORMAT=JSON ${text}`, {
    type: QueryTypes.SELECT,
  });
  const aliases = aliasesOf(text);
  return tablesIn(JSON.parse(row?.ANALYZE ?? '{}')).flatMap((plan): TableRead[] => {
    const { table_name: alias, access_type: access, key = null, r_loops: loops = 0, r_rows: perLoop } = plan;
    // What is made meanwhile, the keys among it, is no table.
    if (alias.startsWith('<')) {
      return [];
    }
    const way = access === 'ALL' ? 'whole' : access === 'index' ? 'order' : 'conditions';
    return [
      { table: aliases.get(alias) ?? alias, way, index: key, rows: Math.round(loops * (perLoop ?? 0)) },
    ];
  });
}

/** Statements give an alias to one table each, but for `t`, which is also a derived table around the table of that name. */
function aliasesOf(text: string): Map<string, string> {
  const found = [...text.matchAll(/`(\w+)` AS `?([A-Za-z]\w*)`?/g)].filter(([, table]) =>
    /^[A-Z]|_/.test(table as string),
  );
  return new Map(found.map(([, table, alias]) => [alias as string, table as string]));
}

function tablesIn(value: unknown): PlanTable[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  const own = 'table_name' in value && 'access_type' in value ? [value as PlanTable] : [];
  return [...own, ...Object.values(value).flatMap(tablesIn)];
}
