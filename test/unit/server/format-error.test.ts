import { beforeEach, describe, expect, it } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { pino } from 'pino';
import { RequestError } from '../../../src/errors/request-error.ts';
import { createFormatError } from '../../../src/server/format-error.ts';
import type { LogLine } from '../../support/http-server.ts';

const log: LogLine[] = [];
const logger = pino({}, { write: (line) => log.push(JSON.parse(line)) });
const formatError = createFormatError({ logger, mode: 'production' });
beforeEach(() => {
  log.length = 0;
});

/** Formats an error as Apollo does: with a code, whatever it had. */
function format(error: GraphQLError) {
  const { code = 'INTERNAL_SERVER_ERROR', ...extensions } = error.extensions;
  return formatError({ ...error.toJSON(), extensions: { ...extensions, code } }, error);
}

const thrownAt = (path: string, originalError: Error) =>
  new GraphQLError(originalError.message, { path: [path], originalError });

describe('formatError', () => {
  it('logs a cause that many fields share once, under one id', () => {
    const cause = new Error('the batch failed');
    const first = format(thrownAt('a', cause));
    const second = format(thrownAt('b', cause));
    expect(first.extensions?.id).toBe(second.extensions?.id);
    expect([first.path, second.path]).toEqual([['a'], ['b']]);
    expect(log).toEqual([
      expect.objectContaining({ errorId: first.extensions?.id, path: ['a'], err: expect.anything() }),
    ]);
  });

  it('logs the same cause again for a later answer', async () => {
    const cause = new Error('always this one');
    const first = format(thrownAt('a', cause));
    await Promise.resolve();
    const second = format(thrownAt('a', cause));
    expect(first.extensions?.id).not.toBe(second.extensions?.id);
    expect(log.map((line) => line.errorId)).toEqual([first.extensions?.id, second.extensions?.id]);
  });

  it('logs different causes each under its own id', () => {
    const ids = [format(thrownAt('a', new Error('x'))), format(thrownAt('b', new Error('x')))].map(
      ({ extensions }) => extensions?.id,
    );
    expect(new Set(ids).size).toBe(2);
    expect(log.map((line) => line.errorId)).toEqual(ids);
  });

  it('logs the innermost cause of an error for the client that hides one', () => {
    const error = new RequestError('TIMEOUT', 'It took too long.', new Error('canceling statement'));
    expect(format(thrownAt('a', error))).toEqual({
      message: 'It took too long.',
      path: ['a'],
      extensions: { code: 'TIMEOUT', id: log[0]?.errorId },
    });
    expect(log).toEqual([
      expect.objectContaining({ err: expect.objectContaining({ message: 'canceling statement' }) }),
    ]);
  });

  it('masks an error that says of itself that it is internal, and keeps none of its extensions', () => {
    const error = new GraphQLError('secret', {
      extensions: { code: 'INTERNAL_SERVER_ERROR', sql: 'SELECT' },
    });
    expect(format(error)).toEqual({
      message: 'Internal server error.',
      extensions: { code: 'INTERNAL_SERVER_ERROR', id: log[0]?.errorId },
    });
  });

  it('logs what is thrown and is no error', () => {
    formatError({ message: 'x', extensions: { code: 'INTERNAL_SERVER_ERROR' } }, 'a string');
    expect(log).toEqual([expect.objectContaining({ err: expect.objectContaining({ message: 'a string' }) })]);
  });

  it('keeps the extensions of an error for the client', () => {
    const error = new GraphQLError('No.', { extensions: { code: 'FORBIDDEN', rule: 'owner' } });
    expect(format(error)).toEqual({ message: 'No.', extensions: { code: 'FORBIDDEN', rule: 'owner' } });
    expect(log).toEqual([]);
  });

  it("takes no resolver's error for one of the libraries' because of its words", () => {
    const error = thrownAt('a', new Error('provided sha does not match query'));
    expect(format(error).message).toBe('Internal server error.');
  });
});
