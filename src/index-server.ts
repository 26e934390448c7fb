export type { TrustedDocumentsOptions } from './build/create-schema.ts';
export { defaultLimits, type ServerLimits } from './build/server-limits.ts';
export { type ClosePatience, closeConnections } from './execute/close-connections.ts';
export type { RateDecision, RateLimit } from './server/admission.ts';
export { createLogger } from './server/create-logger.ts';
export { createServer, type KinqlServer, type ServerOptions } from './server/create-server.ts';
export { type EmbeddedPostgres, startEmbeddedPostgres } from './server/embedded-postgres.ts';
export { listen, type RunningServer } from './server/listen.ts';
export { stopOnSignals } from './server/stop-on-signals.ts';
