// What `kinql serve --production` starts, but for one limit that can only be set in code: where there are more requests than
// `limits.poolQueue` lets wait for a connection, they are to wait here as they do on the other servers, and not to be refused.
import { createSchema, type KinqlOptions } from '../../dist/index.js';
import { createLogger, createServer, listen } from '../../dist/index-server.js';
import { sequelize } from '../models.ts';

const { default: options } = (await import(process.argv[2]!)) as { default: KinqlOptions };
const server = createServer({
  schema: createSchema(sequelize, options),
  mode: 'production',
  logger: createLogger(),
  checkDatabase: () => sequelize.authenticate(),
  close: () => sequelize.close(),
  sampleQuery: '',
  limits: { poolQueue: 10_000 },
});
await listen(server, { host: '127.0.0.1', port: Number(process.env.PORT) });
