import type { Sequelize } from 'sequelize';
import type { Statement, TableRead } from './table-read.ts';

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly PlanNode[];
}

interface PostgresConnection {
  query(statement: { readonly text: string; readonly values?: readonly unknown[] }): Promise<{
    readonly rows: readonly { readonly 'QUERY PLAN': readonly [{ readonly Plan: PlanNode }] }[];
  }>;
}

/** What Postgres reads for a statement; with `avoidWhole`, what it would read if whole tables were dear to it. */
export async function postgresReads(
  { connectionManager }: Sequelize,
  { text, bind }: Statement,
  avoidWhole = false,
): Promise<TableRead[]> {
  // On a connection of the pool: Sequelize's own query takes `$` in names for a placeholder.
  const connection = (await connectionManager.getConnection({
    type: 'SELECT',
  } as never)) as unknown as PostgresConnection;
  try {
    await connection.query({ text: `SET enable_seqscan = ${avoidWhole ? 'off' : 'on'}` });
    const { rows } = await connection.query({ text: `EXPLAIN (ANALYZE, FORMAT JSON) ${text}`, values: bind });
    return rows.flatMap((row) => readsOf(row['QUERY PLAN'][0].Plan));
  } finally {
    await connection.query({ text: 'SET enable_seqscan = on' });
    connectionManager.releaseConnection(connection as never);
  }
}

function readsOf(node: PlanNode): TableRead[] {
  const below = (node.Plans ?? []).flatMap(readsOf);
  const { 'Relation Name': table, 'Index Name': index, 'Node Type': type } = node;
  if (table === undefined || !type.endsWith('Scan')) {
    return below;
  }
  const rows = (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'];
  if (type === 'Bitmap Heap Scan') {
    const indexes = indexesOf(node).join(' and ');
    return [{ table, way: 'conditions', index: indexes, rows }];
  }
  const way = index === undefined ? 'whole' : node['Index Cond'] === undefined ? 'order' : 'conditions';
  return [{ table, way, index: index ?? null, rows }, ...below];
}

function indexesOf(node: PlanNode): string[] {
  return (node.Plans ?? []).flatMap((plan) => [
    ...(plan['Index Name'] === undefined ? [] : [plan['Index Name']]),
    ...indexesOf(plan),
  ]);
}
