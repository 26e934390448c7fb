import { createServer as createHttpServer, type IncomingMessage, type Server } from 'node:http';
import type { ApolloServer, ApolloServerPlugin } from '@apollo/server';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { TrustedDocumentsOptions } from '../build/create-schema.ts';
import { resolveLimits, type ServerLimits } from '../build/server-limits.ts';
import { createAdmission, type RateLimit } from './admission.ts';
import { createKnownAnswers } from './answer-known.ts';
import { createCorsPolicy } from './cors-policy.ts';
import { createApollo, type RequestsUnderWay } from './create-apollo.ts';
import { createExplorerHandler } from './handle-explorer.ts';
import { createGraphqlHandler } from './handle-graphql.ts';
import { createRequestHandler } from './handle-request.ts';
import { createReadinessCheck } from './health.ts';
import { KnownOperations } from './known-operations.ts';
import { createLifecycle, type Lifecycle } from './lifecycle.ts';
import { cutSlowReaders } from './slow-readers.ts';
import { loadTrustedDocuments } from './trusted-documents.ts';

/** What a server is made from. */
export interface ServerOptions {
  readonly schema: GraphQLSchema;
  /**
   * Development has the pages (`/` and `/explorer`), introspection, suggestions in errors and access for Apollo's
   * Sandbox; production has none of these. Errors are masked and limits hold in both.
   */
  readonly mode: 'development' | 'production';
  readonly logger: Logger;
  /** Rejects when the database does not answer. `/health/ready` asks it. */
  readonly checkDatabase: () => Promise<void>;
  /** Closes the database's connections: the last step of `stop`. */
  readonly close?: () => Promise<void>;
  /** What the explorer opens with. */
  readonly sampleQuery: string;
  /** Gives the `contextValue` of a request; by default a new `{}`. */
  readonly context?: (request: IncomingMessage) => object | Promise<object>;
  /** The origins whose pages may use the API with cookies: see `createCorsPolicy` for the defaults. */
  readonly cors?: { readonly origins: readonly string[] };
  readonly limits?: Partial<ServerLimits>;
  /** Judges every request for GraphQL before its body is read: one that is not allowed is answered with 429. */
  readonly rateLimit?: RateLimit;
  /** The operations that clients ask for by an id, and whether nothing else is executed. */
  readonly trustedDocuments?: TrustedDocumentsOptions;
  /** Whether clients may register operations by their hash (automatic persisted queries). On. */
  readonly persistedQueries?: boolean;
  readonly plugins?: readonly ApolloServerPlugin<object>[];
}

/** A server that does not listen yet: see `listen`. */
export interface KinqlServer {
  readonly apollo: ApolloServer<object>;
  readonly httpServer: Server;
  readonly lifecycle: Lifecycle;
  readonly limits: ServerLimits;
  readonly logger: Logger;
  readonly close: () => Promise<void>;
}

/** How often Node looks for connections that are over their time, at the least, in milliseconds. */
const connectionCheckMilliseconds = 5_000;

/**
 * Builds the server of a schema: Apollo Server over node:http at `/graphql`, `/health/live` and `/health/ready`, and in
 * development the pages. Nothing listens and nothing is asked of the database yet. Throws a `StartupError` for limits
 * and origins that cannot be and for trusted documents that the schema does not allow, and whatever Apollo Server throws for a schema that is not valid.
 */
export function createServer(options: ServerOptions): KinqlServer {
  const limits = resolveLimits(options.limits);
  const applyCors = createCorsPolicy(options);
  const lifecycle = createLifecycle();
  const httpServer = createHttpServer({
    headersTimeout: limits.headersMilliseconds,
    requestTimeout: limits.requestMilliseconds,
    keepAliveTimeout: limits.keepAliveMilliseconds,
    connectionsCheckingInterval: Math.min(
      connectionCheckMilliseconds,
      limits.headersMilliseconds,
      limits.requestMilliseconds,
    ),
  });
  cutSlowReaders(httpServer, lifecycle, limits);
  const documents = options.trustedDocuments
    ? loadTrustedDocuments(options.trustedDocuments, options.schema)
    : null;
  const underWay: RequestsUnderWay = {
    ends: new WeakMap(),
    executed: new WeakMap(),
    known: new KnownOperations(),
  };
  const apollo = createApollo(options, limits, httpServer, underWay);
  httpServer.on(
    'request',
    createRequestHandler({
      lifecycle,
      logger: options.logger,
      applyCors,
      graphql: createGraphqlHandler(apollo, limits, {
        contextOf: options.context ?? (() => ({})),
        admit: createAdmission({
          schema: options.schema,
          logger: options.logger,
          rateLimit: options.rateLimit,
          poolQueue: limits.poolQueue,
        }),
        underWay,
        // A team's plugins hear of every operation.
        answerKnown:
          (options.plugins ?? []).length > 0
            ? null
            : createKnownAnswers(options.schema, limits, underWay.executed),
        documents,
      }),
      readiness: createReadinessCheck(options, lifecycle, limits.readinessMilliseconds),
      ...(options.mode === 'development' && { explorer: createExplorerHandler(options.sampleQuery) }),
    }),
  );
  return {
    apollo,
    httpServer,
    lifecycle,
    limits,
    logger: options.logger,
    close: options.close ?? (async () => {}),
  };
}
