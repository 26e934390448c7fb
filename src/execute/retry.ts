import { retryAsPromised } from 'retry-as-promised';
import type { Sequelize } from 'sequelize';

/**
 * Runs `read` again as the Sequelize option `retry` says, as Sequelize itself would: up to five times where SQLite is busy,
 * unless the app chose other errors and counts.
 */
export function retryReading<Result>(sequelize: Sequelize, read: () => Promise<Result>): Promise<Result> {
  const { retry } = (sequelize as unknown as { options: { retry?: object } }).options;
  return retry === undefined ? read() : retryAsPromised(read, retry as never);
}
