import { createCursorWriter } from '../plan/cursor.ts';
import type { ChildrenSource } from '../plan/field-source.ts';
import type { ChildrenRead, KeysetPage, PageRead, Read } from '../plan/plan.ts';
import { invariant } from '../util/invariant.ts';
import { type AggregateValues, readAggregates } from './aggregate-value.ts';
import type { Resolution } from './complete-row.ts';
import { type Engine, getEngineModel } from './engine.ts';
import type { Group, Rows } from './loaders.ts';
import type { CursorPrinter, OperationState } from './operation-state.ts';
import { resolveOrder } from './order-sql.ts';
import { cursorColumn, edgeColumn, linkOf } from './page-statement.ts';
import { beginField, recordCut, withChildKey } from './resolve.ts';
import type { Row } from './row.ts';
import type { ReadRow } from './row-reader.ts';
import { Statement } from './statement.ts';

/** A connection under way. Its parts are read when one of their fields is resolved, and only what the plan has of them. */
export interface Connection {
  page(): Promise<ConnectionPage>;
  aggregates(): Promise<AggregateValues>;
}

/** A connection of which everything was read that the operation asks for, or could not be. */
export interface SettledConnection {
  readonly page: ConnectionPage | Error | null;
  readonly aggregates: AggregateValues | Error | null;
}

/** @throws what the page could not be read for. */
export function pageOf({ page }: SettledConnection): ConnectionPage {
  return settled(page);
}

/** @throws what the aggregates could not be read for. */
export function aggregatesOf({ aggregates }: SettledConnection): AggregateValues {
  return settled(aggregates);
}

function settled<Part extends object>(part: Part | Error | null): Part {
  if (part instanceof Error) {
    throw part;
  }
  invariant(part, 'a part of a connection that the plan does not have');
  return part;
}

export interface ConnectionPage {
  readonly edges: readonly Edge[];
  readonly pageInfo: PageInfo;
}

export interface Edge {
  readonly node: Row;
  /** Null where nobody asks for cursors. */
  readonly cursor: string | null;
  /** The attributes of the through model's row that are asked for. */
  readonly through: Row;
}

export interface PageInfo {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}

/** All rows of a model as a connection. */
export function resolveConnection(resolution: Resolution): Connection {
  const { state, field } = beginField(resolution);
  return createConnection(resolution.operations.engine, state, field.read, {
    loadRows: (read) => state.loaders.loadPage(read),
    loadAggregates: () => state.loaders.loadAggregates(requireId(field.aggregate)),
  });
}

/** The rows that name this row as a connection. */
export function resolveChildConnection(
  source: ChildrenSource,
  row: unknown,
  resolution: Resolution,
): Connection {
  const { state, field } = beginField(resolution);
  const { engine } = resolution.operations;
  return createConnection(engine, state, field.read, {
    loadRows: async (read) =>
      (await withChildKey(source, row, resolution, (key) => state.loaders.loadChildren(read, key))) ?? {
        rows: [],
        cut: false,
        found: 0,
      },
    loadAggregates: async () => {
      const id = requireId(field.aggregate);
      const read = state.plan.reads[id] as Extract<Read, { readonly kind: 'aggregate' }>;
      const model = getEngineModel(engine, source.source.model);
      return (
        (await withChildKey(source, row, resolution, (key) => state.loaders.loadChildAggregates(id, key))) ??
        readAggregates(model, read.aggregates, undefined)
      );
    },
  });
}

/** What is computed of all rows. */
export function resolveAggregate(resolution: Resolution): Promise<AggregateValues> {
  const { state, field } = beginField(resolution);
  return field.aggregate === undefined ? Promise.resolve({}) : state.loaders.loadAggregates(field.aggregate);
}

/** Groups of rows. */
export async function resolveGroups(resolution: Resolution): Promise<readonly Group[]> {
  const { state, field } = beginField(resolution);
  const id = requireId(field.read);
  const { groups, cut } = await state.loaders.loadGroups(id);
  if (cut) {
    const read = state.plan.reads[id] as Extract<Read, { readonly kind: 'groups' }>;
    recordCut(read.limit, resolution);
  }
  return groups;
}

/** The connection of what was read: rows and values, or the errors that are in their places. */
export function settledConnection(
  engine: Engine,
  state: OperationState,
  readId: string | null,
  rows: Rows | Error | null,
  aggregates: AggregateValues | Error | null,
): SettledConnection {
  const isRead = rows !== null && !(rows instanceof Error);
  return { page: isRead ? toPage(engine, state, requireId(readId), rows) : rows, aggregates };
}

function createConnection(
  engine: Engine,
  state: OperationState,
  readId: string | null,
  {
    loadRows,
    loadAggregates,
  }: {
    readonly loadRows: (readId: string) => Promise<Rows>;
    readonly loadAggregates: () => Promise<AggregateValues>;
  },
): Connection {
  let page: Promise<ConnectionPage> | undefined;
  return {
    page: () => {
      const id = requireId(readId);
      page ??= loadRows(id).then((rows) => toPage(engine, state, id, rows));
      return page;
    },
    aggregates: loadAggregates,
  };
}

function toPage(
  engine: Engine,
  { plan, cursorPrinters }: OperationState,
  readId: string,
  { rows, cut, found }: Rows,
): ConnectionPage {
  const read = plan.reads[readId] as PageRead | ChildrenRead;
  const page = read.page as KeysetPage;
  // One connection stands under every parent; what their cursors are made of is the same.
  const printCursor = cursorPrinters.get(readId) ?? createCursorPrinter(engine, read);
  cursorPrinters.set(readId, printCursor);
  const edges = rows.flatMap(({ raw, row }: ReadRow): Edge[] =>
    row === null
      ? []
      : [
          {
            node: row,
            cursor: printCursor(raw),
            through: read.kind === 'children' ? throughRow(read, raw) : {},
          },
        ],
  );
  // Beyond the cursor that a page starts at there is at least the row that it was taken from.
  return {
    edges,
    pageInfo: {
      hasNextPage: page.backwards ? page.before !== null : cut,
      hasPreviousPage: hasPreviousPage(page, found),
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

function hasPreviousPage({ backwards, limit, tail, after }: KeysetPage, found: number): boolean {
  if (tail !== undefined) {
    return found > tail;
  }
  return backwards ? found > limit : after !== null;
}

function createCursorPrinter(engine: Engine, read: PageRead | ChildrenRead): CursorPrinter {
  if (!(read.page as KeysetPage).cursors) {
    return () => null;
  }
  const { model } = read.source;
  const statement = new Statement(engine);
  const { terms } = resolveOrder(
    statement,
    getEngineModel(engine, model),
    't',
    read.order,
    linkOf(engine, read),
  );
  const writeCursor = createCursorWriter(model, read.order);
  return (row) =>
    writeCursor(
      terms.map(({ codec }, index) => {
        const value = row[cursorColumn(index)];
        return value === null || value === undefined ? null : codec.write(value);
      }),
    );
}

function throughRow({ edge }: ChildrenRead, row: Row): Row {
  return Object.fromEntries(edge.map((attribute, index) => [attribute, row[edgeColumn(index)]]));
}

function requireId(id: string | null | undefined): string {
  invariant(id, 'a part of a connection that the plan does not have');
  return id;
}
