import { Needs } from './needs.ts';
import type { ChildrenRead, Page, Read, SourceReference } from './plan.ts';

/** A read, still without what its fields need of it, and a text that holds everything else that changes its SQL. */
export interface IdentifiedRead {
  readonly id: string;
  readonly read: Read;
}

/** Gathers the reads of an operation. Equal reads become one, with what any of their fields needs. */
export class ReadCollector {
  readonly #reads = new Map<string, { readonly read: Read; readonly needs: Needs }>();

  /** Adds a read and gives its id. */
  add({ id, read }: IdentifiedRead, needs: Needs): string {
    const entry = this.#reads.get(id) ?? { read, needs: new Needs() };
    this.#reads.set(id, entry);
    entry.needs.addAll(needs);
    return id;
  }

  finish(): Record<string, Read> {
    return Object.fromEntries([...this.#reads].map(([id, { read, needs }]) => [id, complete(read, needs)]));
  }
}

function complete(read: Read, needs: Needs): Read {
  switch (read.kind) {
    case 'key':
      return { ...read, attributes: [...needs.attributes] };
    case 'page':
      return { ...read, attributes: [...needs.attributes], page: completePage(read.page, needs) };
    case 'children':
      return {
        ...read,
        attributes: [...needs.attributes],
        edge: [...needs.edge],
        page: completePage(read.page, needs),
      };
    case 'aggregate':
    case 'groups':
      return { ...read, aggregates: [...needs.aggregates.values()] };
  }
}

function completePage(page: Page, { cursors }: Needs): Page {
  return page.kind === 'keyset' ? { ...page, cursors } : page;
}

/**
 * Gives a read its id, readable in a printed plan. An order that a list has by itself is left out, since it follows from
 * the source.
 */
export function identifyRead(read: Read, hasOwnOrder = false): IdentifiedRead {
  const rows = printSource(read.source);
  switch (read.kind) {
    case 'page':
      return { id: `${rows}${printRest(read, hasOwnOrder)} ${printPage(read.page)}`, read };
    case 'key':
      return { id: `${rows} by ${read.key.join(', ')}`, read };
    case 'children': {
      const under = ` of ${read.key}${printThrough(read)}`;
      return { id: `${rows}${under}${printRest(read, hasOwnOrder)} ${printPage(read.page)}`, read };
    }
    case 'aggregate': {
      const under = read.under === null ? '' : ` of ${read.under.key}${printThrough(read.under)}`;
      return { id: `${rows}${under}${printRest(read, true)} aggregated`, read };
    }
    case 'groups': {
      const { by, having, order, limit, capped } = read;
      const rest = printRest({ where: read.where, order: [] }, true);
      const most = capped ? ' at most' : '';
      return {
        id: `${rows}${rest} grouped ${JSON.stringify({ by, having, order })} limit ${limit}${most}`,
        read,
      };
    }
  }
}

function printRest(
  { where, order = [] }: { readonly where: unknown; readonly order?: readonly unknown[] },
  hasOwnOrder: boolean,
): string {
  const filtered = where === null ? '' : ` where ${JSON.stringify(where)}`;
  return hasOwnOrder ? filtered : `${filtered} ordered ${JSON.stringify(order)}`;
}

function printThrough({ through, throughWhere }: Pick<ChildrenRead, 'through' | 'throughWhere'>): string {
  const filtered = throughWhere === null ? '' : ` where ${JSON.stringify(throughWhere)}`;
  return through === null ? '' : ` through ${through.association}${filtered}`;
}

function printSource({ model, association, scopes = [], deleted, action }: SourceReference): string {
  const rows = association === null ? model : `${model} (${association})`;
  const calls = scopes.map(({ name, arguments: given }) => `${name} ${JSON.stringify(given)}`);
  const scoped = calls.length === 0 ? rows : `${rows} in ${calls.join(' and ')}`;
  const found = deleted === undefined ? scoped : `${scoped} deleted ${deleted}`;
  return action === undefined ? found : `${found} to ${action}`;
}

function printPage(page: Page): string {
  if (page.kind === 'offset') {
    return `limit ${page.limit}${page.capped ? ' at most' : ''} offset ${page.offset}`;
  }
  const { limit, backwards, tail, after, before } = page;
  const between = after === null && before === null ? '' : ` between ${JSON.stringify([after, before])}`;
  const end = tail === undefined ? '' : ` last ${tail}`;
  return `${backwards ? 'last' : 'first'} ${limit}${end}${between}`;
}
