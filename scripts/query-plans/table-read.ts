/** How one table is read by a statement, all its visits together. */
export interface TableRead {
  readonly table: string;
  /** `conditions`: an index finds the rows. `order`: an index is walked through in its order. `whole`: the table is read. */
  readonly way: 'conditions' | 'order' | 'whole';
  readonly index: string | null;
  /** How many rows were looked at, those included that a filter then left out. */
  readonly rows: number;
}

/** A statement as KinQL ran it. */
export interface Statement {
  readonly text: string;
  readonly bind: readonly unknown[];
}

/** Reads of the same kind as one. */
export function mergeReads(reads: readonly TableRead[]): TableRead[] {
  const merged = new Map<string, TableRead>();
  for (const read of reads) {
    const key = `${read.table} ${read.way} ${read.index}`;
    merged.set(key, { ...read, rows: read.rows + (merged.get(key)?.rows ?? 0) });
  }
  return [...merged.values()];
}
