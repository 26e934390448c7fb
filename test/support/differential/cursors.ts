import type { Row } from './rows.ts';

interface Entry {
  readonly orderBy: unknown;
  readonly rows: Map<string, Row>;
}

/** The cursors that answers gave, each with the row it stands for, by model and order. */
export class Cursors {
  readonly #entries = new Map<string, Map<string, Entry>>();

  add(model: string, orderBy: unknown, cursor: string, row: Row): void {
    const ofModel = this.#entries.get(model) ?? new Map<string, Entry>();
    this.#entries.set(model, ofModel);
    const name = orderName(orderBy);
    const entry = ofModel.get(name) ?? { orderBy, rows: new Map<string, Row>() };
    ofModel.set(name, entry);
    entry.rows.set(cursor, row);
  }

  /** The orders of which cursors are known, as arguments. */
  ordersOf(model: string): unknown[] {
    return [...(this.#entries.get(model)?.values() ?? [])].map(({ orderBy }) => orderBy);
  }

  of(model: string, order: string): string[] {
    return [...(this.#entries.get(model)?.get(order)?.rows.keys() ?? [])];
  }

  rowOf(model: string, order: string, cursor: string): Row {
    const row = this.#entries.get(model)?.get(order)?.rows.get(cursor);
    if (row === undefined) {
      throw new Error(`No answer gave the cursor ${cursor}.`);
    }
    return row;
  }
}

/** Equal for arguments that mean the same order. */
export function orderName(orderBy: unknown): string {
  return Array.isArray(orderBy) && orderBy.length > 0 ? JSON.stringify(orderBy) : '';
}
