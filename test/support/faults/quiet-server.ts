import type { GraphQLSchema } from 'graphql';
import { pino } from 'pino';
import type { Sequelize } from 'sequelize';
import { createServer } from '../../../src/server/create-server.ts';
import { listen, type RunningServer } from '../../../src/server/listen.ts';

/** A server within the process that measures it. */
export interface QuietServer extends RunningServer {
  readonly endpoint: string;
}

/** Serves in production what the models' schema says, without a line of log; `stop` closes the models' connections as well. */
export async function startQuietServer(schema: GraphQLSchema, sequelize: Sequelize): Promise<QuietServer> {
  const server = createServer({
    schema,
    mode: 'production',
    logger: pino({ level: 'silent' }),
    checkDatabase: async () => {},
    close: () => sequelize.close(),
    sampleQuery: '',
  });
  const running = await listen(server, { port: 0 });
  return { ...running, endpoint: `${running.url}/graphql` };
}
