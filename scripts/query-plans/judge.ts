import { mergeReads, type Statement, type TableRead } from './table-read.ts';

/** Of fewer rows a table may always be read whole: it costs less than an index does. */
const largeTable = 5_000;

/** Why a statement reads a large table whole, where that is right, by query and what the statement begins with. */
const reasons: readonly { readonly query: string; readonly statement: RegExp; readonly reason: string }[] = [
  {
    query: 'aggregates',
    statement: /WHERE t.["`]status["`] = /,
    reason: 'right: no index is declared for status, and what is computed needs each of these rows',
  },
  {
    query: 'connection',
    statement: /^SELECT COUNT/,
    reason: 'right: no index is declared for status, and a totalCount counts each of these rows',
  },
  {
    query: 'scopes-and-deleted',
    statement: /^SELECT COUNT/,
    reason: 'right: a totalCount of every row that is not deleted',
  },
  { query: 'groups', statement: /GROUP BY/, reason: 'right: what is grouped is every row with a date' },
  {
    query: 'nested-connections',
    statement: /COUNT\(\*\).* FROM unnest/,
    reason:
      "the planner's choice: three of sixty projects have a tenth of the rows, on every page of the table",
  },
  {
    query: 'nested-connections',
    statement: /EXISTS \(SELECT 1 FROM `Tasks`/,
    reason: "the planner's choice: MariaDB makes a join of EXISTS, and walks the index of the key alone",
  },
  {
    query: 'orders',
    statement: /LEFT JOIN/,
    reason: "right: no index has the order, which begins with an attribute of a parent's parent",
  },
  {
    query: 'filters-through-relations',
    statement: /NOT EXISTS/,
    reason:
      "the planner's choice: MariaDB makes joins of EXISTS, and does not see how soon the limit is reached",
  },
];

export interface Judgement {
  /** What is read, for the page. */
  readonly shown: string;
  readonly verdict: string;
  /** Whether nobody knows why. */
  readonly fault: boolean;
}

/** Says of a statement what it reads, and whether that is as it should be. */
export async function judge({
  query,
  statement,
  sizes,
  reads,
  cautiousReads,
}: {
  readonly query: string;
  readonly statement: Statement;
  readonly sizes: ReadonlyMap<string, number>;
  readonly reads: (statement: Statement) => Promise<TableRead[]>;
  readonly cautiousReads: ((statement: Statement) => Promise<TableRead[]>) | null;
}): Promise<Judgement> {
  const found = mergeReads(await reads(statement));
  const shown = found.map(printRead).join(', ');
  const isLarge = ({ table }: TableRead): boolean => (sizes.get(table) ?? 0) >= largeTable;
  const isWhole = (read: TableRead): boolean =>
    read.way === 'whole' || (read.way === 'order' && read.rows >= (sizes.get(read.table) ?? 0));
  const whole = found.filter(isWhole);
  if (whole.some(isLarge)) {
    const reason = reasons.find(
      (known) => known.query === query && known.statement.test(statement.text),
    )?.reason;
    return { shown, verdict: reason ?? '**unknown**', fault: reason === undefined };
  }
  if (whole.length === 0) {
    return { shown, verdict: found.length === 0 ? 'reads nothing' : 'by index', fault: false };
  }
  const otherwise = cautiousReads === null ? [] : mergeReads(await cautiousReads(statement));
  const indexes = whole.map(({ table }) => {
    const other = otherwise.find((read) => read.table === table && read.way === 'conditions');
    return `${table} is small${other === undefined ? '' : `; by ${other.index} were it large`}`;
  });
  return { shown, verdict: indexes.join(', '), fault: false };
}

function printRead({ table, way, index, rows }: TableRead): string {
  const count = `${rows.toLocaleString('en')} row${rows === 1 ? '' : 's'}`;
  switch (way) {
    case 'whole':
      return `**all of ${table}** (${count})`;
    case 'order':
      return `${table} in the order of ${index} (${count})`;
    default:
      return `${table} by ${index} (${count})`;
  }
}
