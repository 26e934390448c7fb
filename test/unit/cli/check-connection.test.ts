import { describe, expect, it } from '@jest/globals';
import type { Sequelize } from 'sequelize';
import { checkConnection, isPassing } from '../../../src/cli/check-connection.ts';

function failure(message: string, code?: string): Error {
  return Object.assign(new Error(message), code !== undefined && { code });
}

/** As Sequelize wraps an error of its driver. */
function wrapped(original: Error): Error {
  return Object.assign(new Error(original.message), { name: 'SequelizeConnectionError', original });
}

function instanceThatFails(error: Error): Sequelize {
  const config = { host: 'db', port: 5432, database: 'shop', password: 'secret', replication: false };
  return { config, query: () => Promise.reject(error) } as unknown as Sequelize;
}

describe('isPassing', () => {
  it.each([
    ['ECONNREFUSED'],
    ['ETIMEDOUT'],
    ['EHOSTUNREACH'],
    ['EAI_AGAIN'],
    ['57P03'],
    ['53300'],
    ['08006'],
    ['ER_CON_COUNT_ERROR'],
  ])('is true for %s, which waiting may mend', (code) => {
    expect(isPassing(wrapped(failure('away', code)))).toBe(true);
  });

  it.each([['28P01'], ['28000'], ['3D000'], ['ER_ACCESS_DENIED_ERROR'], ['ER_BAD_DB_ERROR'], ['ENOTFOUND']])(
    'is false for %s, which it does not',
    (code) => {
      expect(isPassing(wrapped(failure('the database "timeout" does not exist', code)))).toBe(false);
    },
  );

  it('goes by the message where no error of the chain has a code', () => {
    expect(isPassing(failure('Connection terminated unexpectedly'))).toBe(true);
    expect(isPassing(failure('The server does not support SSL connections'))).toBe(false);
  });
});

describe('checkConnection', () => {
  it('gives null where the database answers', async () => {
    expect(await checkConnection({ query: async () => [] } as unknown as Sequelize)).toBeNull();
  });

  it('names the parts of a refusal that has no message of its own', async () => {
    const parts = [failure('connect ECONNREFUSED ::1:5432', 'ECONNREFUSED')];
    const error = wrapped(Object.assign(new AggregateError(parts, ''), { code: 'ECONNREFUSED' }));
    expect(await checkConnection(instanceThatFails(error))).toBe(
      'The database at db:5432/shop does not answer (connect ECONNREFUSED ::1:5432); requests get SERVICE_UNAVAILABLE until it does.',
    );
  });

  it('refuses to start for a mistake', async () => {
    const error = wrapped(failure('password authentication failed for user "ada"', '28P01'));
    await expect(checkConnection(instanceThatFails(error))).rejects.toThrow(
      'Cannot connect to the database at db:5432/shop: password authentication failed for user "ada".',
    );
  });
});
