import { describe, expect, it } from '@jest/globals';
import { ConnectionRefusedError, DatabaseError } from 'sequelize';
import { RequestError } from '../../../src/errors/request-error.ts';
import { translateError } from '../../../src/execute/translate-error.ts';

const driverError = (code: string | undefined, message = 'secret text of the database') =>
  Object.assign(new Error(message), { code, sql: 'SELECT 1' });

const databaseError = (code: string) => new DatabaseError(driverError(code) as never);

describe('translateError', () => {
  it.each([
    ['Postgres, terminated by the administrator', databaseError('57P01')],
    ['Postgres, starting up', databaseError('57P03')],
    ['Postgres, too many connections', databaseError('53300')],
    ['Postgres, connection failure', databaseError('08006')],
    ['MySQL, connection lost', databaseError('PROTOCOL_CONNECTION_LOST')],
    ['MySQL, too many connections', databaseError('ER_CON_COUNT_ERROR')],
    ['SQLite, a file that cannot be opened', databaseError('SQLITE_CANTOPEN')],
    ['a socket that was reset', driverError('ECONNRESET')],
    ['a connection that was refused', new ConnectionRefusedError(driverError('ECONNREFUSED'))],
    [
      'a connection that broke under a statement',
      driverError(undefined, 'Connection terminated unexpectedly'),
    ],
  ])('says that the database cannot be reached: %s', (_, error) => {
    const translated = translateError(error) as RequestError;
    expect(translated).toBeInstanceOf(RequestError);
    expect(translated.toJSON()).toEqual({
      message: 'The database cannot be reached at the moment.',
      extensions: { code: 'SERVICE_UNAVAILABLE' },
    });
    expect(translated.originalError).toBe(error);
  });

  it.each([
    ['Postgres', databaseError('57014')],
    ['MariaDB', databaseError('ER_STATEMENT_TIMEOUT')],
    [
      'MariaDB, by a driver that only has its number',
      new DatabaseError(Object.assign(driverError(undefined), { errno: 1969 }) as never),
    ],
    ['MySQL', databaseError('ER_QUERY_TIMEOUT')],
    ['SQLite, a file that stays locked', databaseError('SQLITE_BUSY')],
    ['pg', driverError(undefined, 'Query read timeout')],
  ])('says that the database took too long: %s', (_, error) => {
    const translated = translateError(error) as RequestError;
    expect(translated.toJSON()).toEqual({
      message: 'The database took too long to answer.',
      extensions: { code: 'TIMEOUT' },
    });
    expect(translated.originalError).toBe(error);
  });

  it.each([
    ['a fault of ours', new TypeError('x is not a function')],
    ['what is no error', 'text'],
    ['nothing', undefined],
  ])('gives %s back as it is, to be masked', (_, error) => {
    expect(translateError(error)).toBe(error);
  });
});
