import { expect } from '@jest/globals';
import type { GraphQLSchema } from 'graphql';
import type { ServerOptions } from '../../src/server/create-server.ts';
import { type SampleServer, startSampleServer } from './http-server.ts';
import type { World } from './on-each-database.ts';

/** The option `viewer` of schemas whose context holds the viewer. */
export const viewerOf = ({ viewer }: { readonly viewer?: unknown }): unknown => viewer;

/** What a viewer is answered with by a schema whose option is `viewerOf`; there must be no errors. */
export async function ask(world: World, source: string, viewer: unknown): Promise<unknown> {
  const { data, errors } = await world.query(source, {}, { viewer });
  expect(errors).toBeUndefined();
  return data;
}

/** Expects that a viewer's operation is refused in these words, and that no statement was sent. */
export async function expectForbidden(
  world: World,
  source: string,
  viewer: unknown,
  message: string,
): Promise<void> {
  const { errors, statements } = await world.query(source, {}, { viewer });
  expect(errors?.[0]).toMatchObject({ code: 'FORBIDDEN', message });
  expect(statements).toEqual([]);
}

/** A server whose viewer is what the header `x-viewer` holds, as JSON. */
export interface ViewerServer extends SampleServer {
  ask(source: string, viewer?: unknown, more?: Asking): Promise<Answer>;
}

export interface Asking {
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly signal?: AbortSignal;
}

export interface Answer {
  readonly status: number;
  readonly body: { readonly data?: unknown; readonly errors?: readonly object[] };
}

export async function serveViewers(
  schema: GraphQLSchema,
  options: Partial<ServerOptions> = {},
): Promise<ViewerServer> {
  const running = await startSampleServer({
    schema,
    context: ({ headers }) => ({
      viewer: typeof headers['x-viewer'] === 'string' ? JSON.parse(headers['x-viewer']) : undefined,
    }),
    ...options,
  });
  return {
    ...running,
    async ask(source, viewer, { variables, signal } = {}) {
      const response = await fetch(running.endpoint, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(viewer !== undefined && { 'x-viewer': JSON.stringify(viewer) }),
        },
        body: JSON.stringify({ query: source, variables }),
        ...(signal && { signal }),
      });
      return { status: response.status, body: (await response.json()) as Answer['body'] };
    },
  };
}
