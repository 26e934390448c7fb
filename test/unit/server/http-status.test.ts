import { describe, expect, it } from '@jest/globals';
import { statusWithoutData } from '../../../src/server/http-status.ts';

const json = 'application/json';
const graphqlResponse = 'application/graphql-response+json';

describe('statusWithoutData', () => {
  it.each([
    [json, 200],
    ['application/json; charset=utf-8, multipart/mixed', 200],
    ['Application/JSON', 200],
    [graphqlResponse, 400],
    [`${graphqlResponse}, ${json};q=0.9`, 400],
    [`${json}, ${graphqlResponse}`, 400],
    ['application/jsonish', 400],
    ['*/*', 400],
    [undefined, 400],
  ])('of a mistake in the document, for a client that accepts %p, is %i', (accept, status) => {
    for (const code of ['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT']) {
      expect(statusWithoutData(400, [code], accept)).toBe(status);
    }
  });

  it('of a request that is wrong in another way is as Apollo has it', () => {
    expect(statusWithoutData(400, ['BAD_REQUEST'], json)).toBe(400);
    expect(statusWithoutData(405, ['BAD_REQUEST'], json)).toBe(405);
    expect(statusWithoutData(400, ['BAD_USER_INPUT', 'BAD_REQUEST'], json)).toBe(400);
    expect(statusWithoutData(200, ['PERSISTED_QUERY_NOT_FOUND'], json)).toBe(200);
  });

  it('of what Apollo has no status for follows the codes', () => {
    expect(statusWithoutData(500, ['SERVICE_UNAVAILABLE'], json)).toBe(503);
    expect(statusWithoutData(500, ['FORBIDDEN'], json)).toBe(403);
    expect(statusWithoutData(undefined, ['INTERNAL_SERVER_ERROR'], json)).toBe(500);
    expect(statusWithoutData(500, ['BAD_USER_INPUT'], graphqlResponse)).toBe(400);
  });
});
