import { createServer } from 'node:http';
import { PgAggregatesPreset } from '@graphile/pg-aggregates';
import { PgSimplifyInflectionPreset } from '@graphile/simplify-inflection';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { grafserv } from 'postgraphile/grafserv/node';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { PostGraphileConnectionFilterPreset } from 'postgraphile-plugin-connection-filter';
import { databaseSchema, databaseUrl, poolIdleMilliseconds, poolSize } from '../settings.ts';

const instance = postgraphile({
  extends: [
    PostGraphileAmberPreset,
    PgSimplifyInflectionPreset,
    PostGraphileConnectionFilterPreset,
    PgAggregatesPreset,
  ],
  pgServices: [
    makePgService({
      connectionString: databaseUrl,
      schemas: [databaseSchema],
      pubsub: false,
      poolConfig: { max: poolSize, idleTimeoutMillis: poolIdleMilliseconds },
    }),
  ],
  // Filters and orders over attributes without an index, as the other servers have them.
  disablePlugins: ['PgIndexBehaviorsPlugin'],
  // Plain lists, too: they are its shortest way to rows.
  schema: { defaultBehavior: '+list +connection' },
  grafserv: { watch: false, graphiql: false },
  grafast: { explain: false },
});

const server = createServer();
await instance.createServ(grafserv).addTo(server);
server.listen(Number(process.env.PORT), '127.0.0.1');
