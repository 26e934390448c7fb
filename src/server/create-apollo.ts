import type { Server } from 'node:http';
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { ApolloServerPluginDrainHttpServer } from '@apollo/server/plugin/drainHttpServer';
import { ApolloServerPluginLandingPageLocalDefault } from '@apollo/server/plugin/landingPage/default';
import type { Logger } from 'pino';
import type { ServerLimits } from '../build/server-limits.ts';
import { limitRules } from '../plugins/limits/limit-rules.ts';
import type { ExecutedRequests } from './answer-known.ts';
import type { ServerOptions } from './create-server.ts';
import type { RequestEnds } from './deadline.ts';
import { createExecuteGateway, stringifyResult } from './execute-gateway.ts';
import { createFormatError } from './format-error.ts';
import { hideNamesPlugin } from './hide-names.ts';
import { httpStatusPlugin } from './http-status.ts';
import type { KnownOperations } from './known-operations.ts';
import { limitsPlugin } from './limits-plugin.ts';
import { persistedQueriesStore } from './persisted-queries.ts';
import { recordPlugin } from './record-plugin.ts';
import { parseOptionsOf } from './trusted-documents.ts';

/** What Apollo Server and the handler of the endpoint know of requests together. */
export interface RequestsUnderWay {
  readonly ends: RequestEnds;
  readonly executed: ExecutedRequests;
  readonly known: KnownOperations;
}

/**
 * Gives an Apollo Server that is not started, with every limit of Apollo's and graphql-js's own switched on. What it
 * does depends on `options.mode` and never on NODE_ENV. `httpServer` is drained when it stops.
 */
export function createApollo(
  options: ServerOptions,
  limits: ServerLimits,
  httpServer: Server,
  { ends, executed, known }: RequestsUnderWay,
): ApolloServer<object> {
  const isProduction = options.mode === 'production';
  return new ApolloServer<object>({
    gateway: createExecuteGateway(options.schema, {
      maxCoercionErrors: limits.coercionErrors,
      writesText: (options.plugins ?? []).length === 0,
      executed,
    }),
    stringifyResult,
    logger: options.logger,
    nodeEnv: options.mode,
    formatError: createFormatError(options),
    includeStacktraceInErrorResponses: false,
    introspection: !isProduction,
    hideSchemaDetailsFromClientErrors: isProduction,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    stopOnTerminationSignals: false,
    cache: 'bounded',
    persistedQueries:
      options.persistedQueries === false || options.trustedDocuments?.only === true
        ? false
        : persistedQueriesStore(),
    parseOptions: parseOptionsOf(options.schema),
    validationRules: limitRules(),
    validationOptions: { maxErrors: limits.validationErrors, hideSuggestions: isProduction },
    plugins: [
      httpStatusPlugin(),
      recordPlugin(options.schema, ends, executed),
      known.plugin(),
      unexpectedErrorPlugin(options.logger),
      isProduction ? hideNamesPlugin(options.schema) : {},
      limitsPlugin(limits),
      // Apollo's cache control wraps every resolver of the schema; handle-graphql.ts sends no-store instead.
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginDrainHttpServer({
        httpServer,
        stopGracePeriodMillis: limits.gracePeriodMilliseconds,
      }),
      isProduction ? ApolloServerPluginLandingPageDisabled() : landingPagePlugin(options.sampleQuery),
      ...(options.plugins ?? []),
    ],
  });
}

function landingPagePlugin(sampleQuery: string): ApolloServerPlugin<object> {
  return ApolloServerPluginLandingPageLocalDefault({
    embed: { runTelemetry: false },
    includeCookies: true,
    // The page escapes only the first `<` of what it embeds.
    ...(!sampleQuery.includes('<') && { document: sampleQuery }),
  });
}

/** Apollo replaces what a plugin or a validation rule throws by a bare "Internal server error": this logs the original. */
function unexpectedErrorPlugin(logger: Logger): ApolloServerPlugin<object> {
  return {
    unexpectedErrorProcessingRequest: async ({ error }) => {
      logger.error({ err: error }, 'A plugin or a validation rule failed.');
    },
  };
}
