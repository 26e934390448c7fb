// A server over a small schema of its own, without a database, for the tests of src/server.
import {
  GraphQLBoolean,
  GraphQLEnumType,
  GraphQLError,
  GraphQLInputObjectType,
  GraphQLInt,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
} from 'graphql';
import { pino } from 'pino';
import { RequestError } from '../../src/errors/request-error.ts';
import { createServer, type ServerOptions } from '../../src/server/create-server.ts';
import { listen, type RunningServer } from '../../src/server/listen.ts';

const colorType = new GraphQLEnumType({ name: 'Color', values: { RED: {}, GREEN: {} } });

const filterType: GraphQLInputObjectType = new GraphQLInputObjectType({
  name: 'Filter',
  fields: () => ({ not: { type: filterType }, color: { type: colorType } }),
});

const nodeType: GraphQLObjectType = new GraphQLObjectType({
  name: 'Node',
  fields: () => ({
    name: { type: GraphQLString, resolve: () => 'node' },
    node: { type: nodeType, resolve: () => ({}) },
  }),
});

const unavailable = () => {
  throw new RequestError(
    'SERVICE_UNAVAILABLE',
    'The database is not available.',
    new Error('connect ECONNREFUSED 10.0.0.7:5432'),
  );
};

/** Gives the schema; its field `wait` is resolved when the promise of `wait()` is. */
export function createSampleSchema(wait: () => Promise<void> = async () => {}): GraphQLSchema {
  return new GraphQLSchema({
    query: new GraphQLObjectType({
      name: 'Query',
      fields: {
        hello: {
          type: GraphQLString,
          args: { name: { type: GraphQLString, defaultValue: 'world' } },
          resolve: (_source, { name }) => `Hello, ${name}!`,
        },
        double: {
          type: GraphQLInt,
          args: { value: { type: new GraphQLNonNull(GraphQLInt) } },
          resolve: (_source, { value }) => value * 2,
        },
        count: {
          type: GraphQLInt,
          args: { filter: { type: filterType } },
          resolve: () => 1,
        },
        node: { type: nodeType, resolve: () => ({}) },
        viewer: { type: GraphQLString, resolve: (_source, _arguments, context) => context.viewer },
        wait: {
          type: GraphQLString,
          resolve: async () => {
            await wait();
            return 'waited';
          },
        },
        fault: {
          type: GraphQLString,
          resolve: () => {
            throw new Error('relation "secret_table" does not exist', {
              cause: new Error('from the driver'),
            });
          },
        },
        oddCode: {
          type: GraphQLString,
          resolve: () => {
            throw new GraphQLError('column secret_column', { extensions: { code: '42703' } });
          },
        },
        never: { type: new GraphQLNonNull(GraphQLString), resolve: () => null },
        notAnInt: { type: GraphQLInt, resolve: () => 'secret value' },
        refused: {
          type: GraphQLString,
          resolve: () => {
            throw new RequestError('BAD_USER_INPUT', '"x" is no date.');
          },
        },
        unavailable: { type: GraphQLString, resolve: unavailable },
        timeout: {
          type: GraphQLString,
          resolve: () => {
            throw new RequestError('TIMEOUT', 'The database took too long.', new Error('57014'));
          },
        },
      },
    }),
    mutation: new GraphQLObjectType({
      name: 'Mutation',
      fields: { touch: { type: GraphQLBoolean, resolve: () => true } },
    }),
  });
}

/** A line of the log, parsed. */
export type LogLine = Record<string, unknown>;

/** A server that listens on a free port, and the lines it has logged so far. */
export interface SampleServer extends RunningServer {
  readonly endpoint: string;
  readonly log: LogLine[];
}

/** Starts a server over the sample schema, in production unless `options` say otherwise. */
export async function startSampleServer(options: Partial<ServerOptions> = {}): Promise<SampleServer> {
  const log: LogLine[] = [];
  const logger = pino({ level: 'trace' }, { write: (line) => log.push(JSON.parse(line)) });
  const server = createServer({
    schema: createSampleSchema(),
    mode: 'production',
    logger,
    checkDatabase: async () => {},
    sampleQuery: '{ hello }',
    ...options,
  });
  const running = await listen(server, { port: 0 });
  return { ...running, endpoint: `${running.url}/graphql`, log };
}

/** Posts an operation as JSON and gives the answer. */
export function post(
  endpoint: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}
