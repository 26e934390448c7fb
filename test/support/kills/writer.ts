import { randomUUID } from 'node:crypto';
import { pairTotal, sizes } from './models.ts';

/** How a write was answered. `unread`: it was acknowledged, but what was selected of it could not be read any more. */
export type Answer =
  | 'acknowledged'
  | 'unread'
  | 'problems'
  | 'CONFLICT'
  | 'SERVICE_UNAVAILABLE'
  | 'WRITE_OUTCOME_UNKNOWN'
  | 'broken'
  | 'other';

/** A write that was sent, under a mark that is its own, and the answer. */
export interface SentWrite {
  readonly kind: 'create' | 'once' | 'move' | 'mark' | 'items' | 'alone' | 'delete';
  readonly mark: string;
  readonly writer: number;
  readonly answer: Answer;
  /** What was answered, where that is none of the answers that there may be. */
  readonly text: string;
}

/** Sends writes one after the other, of each kind in turn. */
export interface Writer {
  readonly sent: SentWrite[];
  /** Sends a write; of the kind `once` again and again as long as it is not acknowledged, with the same key. */
  next(endpoint: string): Promise<SentWrite>;
}

interface Mutation {
  readonly kind: SentWrite['kind'];
  readonly mark: string;
  readonly source: string;
  readonly variables: object;
}

const rest = 'errors { code path message }';
const createSource = (args: string, given: string): string =>
  `mutation ($data: ProjectCreate!${args}) { createProject(data: $data${given}) { project { name tasks { name tags { name } } } ${rest} } }`;

/** Makes the writer with the number; each changes rows of its own. */
export function createWriter(writer: number): Writer {
  const sent: SentWrite[] = [];
  let turn = writer;
  let again: Mutation | null = null;
  let batch: string | null = null;

  const choose = (): Mutation => {
    if (again !== null) {
      return again;
    }
    if (batch !== null) {
      const mark = batch;
      batch = null;
      return {
        kind: 'delete',
        mark,
        source: `mutation ($batch: String!) { deleteItems(where: { batch: { eq: $batch } }) { items { mark } ${rest} } }`,
        variables: { batch: mark },
      };
    }
    turn += 1;
    return build(kinds[turn % kinds.length] as (typeof kinds)[number], writer, randomUUID());
  };

  return {
    sent,
    async next(endpoint) {
      const mutation = choose();
      const write = { kind: mutation.kind, mark: mutation.mark, writer, ...(await send(endpoint, mutation)) };
      sent.push(write);
      const isAcknowledged = write.answer === 'acknowledged' || write.answer === 'unread';
      again = write.kind === 'once' && !isAcknowledged ? mutation : null;
      batch = write.kind === 'items' && isAcknowledged ? write.mark : null;
      return write;
    },
  };
}

const kinds = ['create', 'once', 'move', 'mark', 'items', 'alone'] as const;

function build(kind: (typeof kinds)[number], writer: number, mark: string): Mutation {
  switch (kind) {
    case 'create':
      return { kind, mark, source: createSource('', ''), variables: { data: project(mark) } };
    case 'once':
      return {
        kind,
        mark,
        source: createSource(', $key: String!', ', idempotencyKey: $key'),
        variables: { data: project(mark), key: mark },
      };
    case 'move': {
      const balance = Math.floor(Math.random() * pairTotal);
      const account = (index: number, own: number): object => ({
        key: { id: String((writer - 1) * sizes.accounts + index) },
        data: { mark, balance: own },
      });
      return {
        kind,
        mark,
        source: `mutation ($id: ID!, $data: PairUpdate!) { updatePair(key: { id: $id }, data: $data) { pair { accounts { mark } } ${rest} } }`,
        variables: {
          id: String(writer),
          data: { accounts: { update: [account(1, balance), account(2, pairTotal - balance)] } },
        },
      };
    }
    case 'mark':
      return {
        kind,
        mark,
        source: `mutation ($batch: String!, $mark: String!) { updateItems(where: { batch: { eq: $batch } }, data: { mark: $mark }) { count items { mark } ${rest} } }`,
        variables: { batch: `kept ${writer}`, mark },
      };
    case 'items':
      return {
        kind,
        mark,
        source: `mutation ($data: [ItemCreate!]!) { createItems(data: $data) { items { mark } ${rest} } }`,
        variables: { data: Array.from({ length: sizes.items }, () => ({ batch: mark })) },
      };
    case 'alone':
      return {
        kind,
        mark,
        source: `mutation ($batch: String!) { createItem(data: { batch: $batch }) { item { batch mark } ${rest} } }`,
        variables: { batch: mark },
      };
  }
}

/** A project with three tasks, a new tag on each, and one on each that is there already. */
function project(mark: string): object {
  return {
    name: mark,
    tasks: {
      create: Array.from({ length: sizes.tasks }, (_, index) => ({
        name: `task ${index}`,
        tags: {
          create: [{ data: { name: mark }, through: { note: mark } }],
          connect: [{ key: { id: 1 } }],
        },
      })),
    },
  };
}

interface GivenAnswer {
  readonly data?: Record<string, { readonly errors: readonly object[] } | null> | null;
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
}

async function send(
  endpoint: string,
  { source, variables }: Mutation,
): Promise<Pick<SentWrite, 'answer' | 'text'>> {
  let text: string;
  try {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: source, variables }),
    });
    text = await response.text();
  } catch {
    return { answer: 'broken', text: '' };
  }
  const { data, errors = [] } = JSON.parse(text) as GivenAnswer;
  const [payload = null] = Object.values(data ?? {});
  if (payload !== null) {
    const answer = errors.length > 0 ? 'unread' : 'acknowledged';
    return payload.errors.length > 0 ? { answer: 'problems', text } : { answer, text: '' };
  }
  const code = errors[0]?.extensions?.code;
  return code === 'CONFLICT' || code === 'SERVICE_UNAVAILABLE' || code === 'WRITE_OUTCOME_UNKNOWN'
    ? { answer: code, text: '' }
    : { answer: 'other', text };
}
