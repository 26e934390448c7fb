/** Where the tables are: a schema of its own in this database. */
export const databaseUrl = process.env.BENCH_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres';

/** The schema of Postgres that holds the tables, and nothing else. */
export const databaseSchema = 'kinql_bench';

/** Connections that each server may have to the database. */
export const poolSize = 16;

/**
 * Milliseconds after which an unused connection is closed: servers that are not measured at the moment give theirs back, so
 * that all of them together stay within the hundred that Postgres has by default.
 */
export const poolIdleMilliseconds = 5_000;
