import type { GraphQLSchema } from 'graphql';
import { pino } from 'pino';
import type { Sequelize } from 'sequelize';
import { createServer, type ServerOptions } from '../../src/server/create-server.ts';
import { listen, type RunningServer } from '../../src/server/listen.ts';
import type { TestDatabase } from './databases.ts';
import type { LogLine } from './http-server.ts';

/** A role of the whole server, so that its name begins with that of the database: two runs that are given two do not meet. */
export function roleOf({ url }: TestDatabase, name: string): string {
  return `${new URL(url).pathname.slice(1)}_${name}`;
}

/** Makes the role anew, with rights to everything in the schemas and none beyond. */
export async function createRole(
  sequelize: Sequelize,
  role: string,
  schemas: readonly string[],
): Promise<void> {
  await dropRole(sequelize, role);
  await sequelize.query(`CREATE ROLE "${role}"`);
  for (const schema of schemas) {
    await sequelize.query(`GRANT USAGE ON SCHEMA "${schema}" TO "${role}"`);
    await sequelize.query(`GRANT ALL ON ALL TABLES IN SCHEMA "${schema}" TO "${role}"`);
    await sequelize.query(`GRANT USAGE ON ALL SEQUENCES IN SCHEMA "${schema}" TO "${role}"`);
  }
}

export async function dropRole(sequelize: Sequelize, role: string): Promise<void> {
  const [found] = await sequelize.query('SELECT 1 FROM pg_roles WHERE rolname = $1', { bind: [role] });
  if (found.length > 0) {
    await sequelize.query(`DROP OWNED BY "${role}"`);
    await sequelize.query(`DROP ROLE "${role}"`);
  }
}

/** Lets a policy decide about every row of a table, whoever owns the table. */
export async function protect(sequelize: Sequelize, table: string, condition: string): Promise<void> {
  await sequelize.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`);
  await sequelize.query(`ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`);
  await sequelize.query(`CREATE POLICY own ON ${table} USING (${condition})`);
}

/** A server whose viewer is what the header `x-viewer` holds, as JSON. */
export interface ViewerServer extends RunningServer {
  readonly log: LogLine[];
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
  const log: LogLine[] = [];
  const server = createServer({
    schema,
    mode: 'production',
    logger: pino({ level: 'trace' }, { write: (line) => log.push(JSON.parse(line)) }),
    checkDatabase: async () => {},
    sampleQuery: '',
    context: ({ headers }) => ({
      viewer: typeof headers['x-viewer'] === 'string' ? JSON.parse(headers['x-viewer']) : undefined,
    }),
    ...options,
  });
  const running = await listen(server, { port: 0 });
  return {
    ...running,
    log,
    async ask(source, viewer, { variables, signal } = {}) {
      const response = await fetch(`${running.url}/graphql`, {
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
