import type { Sequelize } from 'sequelize';
import { analyseModels, createAnalysedSchema, type TrustedDocumentsOptions } from '../build/create-schema.ts';
import { sampleQuery } from '../build/sample-query.ts';
import { pickServerLimits } from '../build/server-limits.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { StartupError } from '../errors/startup-error.ts';
import { checkDatabase } from '../execute/check-database.ts';
import { closeConnections } from '../execute/close-connections.ts';
import { createLogger } from '../server/create-logger.ts';
import { createServer } from '../server/create-server.ts';
import { createJwtContext, type JwtContext } from '../server/jwt-viewer.ts';
import { listen } from '../server/listen.ts';
import { readPort } from '../server/read-port.ts';
import { stopOnSignals } from '../server/stop-on-signals.ts';
import { within } from '../server/within.ts';
import { checkConnection, pingDatabase } from './check-connection.ts';
import { describeDatabase } from './database-url.ts';
import { loadOptions } from './load-config.ts';
import { firstLine, toSentence } from './load-error.ts';
import { loadModels } from './load-models.ts';
import { warn, writeResult } from './output.ts';
import { isSupervisor, stopWithSupervisor, superviseWorkers, workerNumber } from './serve-workers.ts';

export interface ServeOptions {
  readonly models: string;
  readonly database?: string;
  readonly config?: string;
  readonly writes?: boolean;
  readonly port?: number;
  readonly host: string;
  readonly production?: boolean;
  readonly trustedDocuments?: string;
  readonly trustedOnly?: boolean;
  readonly workers?: number;
}

/**
 * Serves the API of the models until a signal stops it, and says where. The database is asked whether it answers, and
 * nothing in it is ever changed by starting.
 */
export async function serve(options: ServeOptions): Promise<number | 'stays'> {
  const { workers = 1 } = options;
  if (workers > 1 && isSupervisor()) {
    return superviseWorkers(workers, createLogger());
  }
  const port = options.port ?? readPort(process.env.PORT);
  const isProduction = options.production === true || process.env.NODE_ENV === 'production';
  const mode = isProduction ? 'production' : 'development';
  const logger = createLogger();
  const { jwt, trustedDocuments, persistedQueries, ...given } = await loadOptions(options);
  const config = jwt === undefined ? given : { viewer: ({ viewer }: JwtContext) => viewer, ...given };
  if (isProduction && config.rules === undefined) {
    throw new StartupError([
      'The configuration says nothing of who may do what: give it rules (docs/rules.md), or rules: "none" where everybody may do everything.',
    ]);
  }
  const sequelize = await loadModels(options.models, { database: options.database, offline: false });
  const analysis = analyseModels(sequelize, config);
  // What is found about the models is said once.
  const isQuiet = workerNumber() > 1 && config.onFinding === undefined;
  const schema = createAnalysedSchema(sequelize, analysis, {
    ...config,
    ...(isQuiet && { onFinding: () => {} }),
  });
  const { catalog } = analysis;
  const problem = await checkConnection(sequelize);
  const lines = problem === null ? await missingParts(sequelize, catalog) : [problem];
  for (const line of workerNumber() === 1 ? lines : []) {
    warn(`warning: ${line}`);
  }
  const query = sampleQuery(schema);
  const server = createServer({
    schema,
    mode,
    logger,
    checkDatabase: () => pingDatabase(sequelize),
    close: () => closeConnections(sequelize),
    sampleQuery: query,
    limits: pickServerLimits(config.limits),
    ...withDocuments(options, trustedDocuments),
    ...(persistedQueries !== undefined && { persistedQueries }),
    ...(jwt !== undefined && { context: createJwtContext(jwt) }),
  });
  const starting = listen(server, { host: options.host, port });
  if (workers > 1) {
    stopWithSupervisor(starting, logger);
  }
  const running = await starting;
  if (workers === 1) {
    stopOnSignals(running, { logger });
  }
  if (workerNumber() === 1) {
    await writeResult(
      describeServer({ url: running.url, mode, sequelize, models: catalog.models.length, query }),
    );
  }
  return 'stays';
}

/** What the command line says of trusted documents comes before what the configuration does. */
function withDocuments(
  { trustedDocuments: path, trustedOnly }: ServeOptions,
  configured: TrustedDocumentsOptions | undefined,
): { readonly trustedDocuments?: TrustedDocumentsOptions } {
  const manifest = path ?? configured?.manifest;
  if (manifest === undefined) {
    if (trustedOnly === true) {
      throw new StartupError([
        '--trusted-only: there are no trusted documents: name their manifest by --trusted-documents.',
      ]);
    }
    return {};
  }
  return { trustedDocuments: { manifest, only: trustedOnly ?? configured?.only ?? false } };
}

/** Looking for what is missing in the database is a service, never a reason not to serve. */
async function missingParts(sequelize: Sequelize, catalog: Catalog): Promise<readonly string[]> {
  try {
    return await within(checkDatabase(sequelize, catalog), 5_000, 'Comparing the models with the database');
  } catch (error) {
    return [`The models were not compared with the database: ${toSentence(firstLine(error))}`];
  }
}

interface ServerFacts {
  readonly url: string;
  readonly mode: string;
  readonly sequelize: Sequelize;
  readonly models: number;
  readonly query: string;
}

function describeServer({ url, mode, sequelize, models, query }: ServerFacts): string {
  const explorer = mode === 'development' ? `  Explorer  ${url}/explorer\n` : '';
  return `
KinQL serves ${models} ${models === 1 ? 'model' : 'models'} (${mode}).

  GraphQL   ${url}/graphql
${explorer}  Database  ${sequelize.getDialect()} at ${describeDatabase(sequelize)}

A query to try:

${query.replace(/^/gm, '  ')}

`;
}
