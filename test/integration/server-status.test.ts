import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RequestError } from '../../src/errors/request-error.ts';
import { post, type SampleServer, startSampleServer } from '../support/http-server.ts';

let production: SampleServer;
beforeAll(async () => {
  production = await startSampleServer();
});
afterAll(() => production.stop());

// The status depends on what the client accepts: see httpStatusPlugin.
describe('the status (B99)', () => {
  const requests = {
    'a variable of the wrong type': {
      query: 'query ($value: Int!) { double(value: $value) }',
      variables: { value: {} },
    },
    'a variable left out': { query: 'query ($value: Int!) { double(value: $value) }' },
    'an unknown operation name': { query: 'query A { hello }', operationName: 'B' },
    'a resolver that throws': { query: '{ fault }' },
    'a syntax error': { query: '{' },
    'an unknown field': { query: '{ nothing }' },
  };
  const graphqlResponse = 'application/graphql-response+json';
  const apolloClient = `${graphqlResponse},application/json;q=0.9`;

  it.each([
    ['a variable of the wrong type', 'BAD_USER_INPUT', 400, 200],
    ['a variable left out', 'BAD_USER_INPUT', 400, 200],
    ['an unknown operation name', 'OPERATION_RESOLUTION_FAILURE', 400, 400],
    ['a resolver that throws', 'INTERNAL_SERVER_ERROR', 200, 200],
    ['a syntax error', 'GRAPHQL_PARSE_FAILED', 400, 200],
    ['an unknown field', 'GRAPHQL_VALIDATION_FAILED', 400, 200],
  ] as const)('of %s (%s) is %i, and %i under application/json', async (what, code, status, jsonStatus) => {
    for (const [accept, expected] of [
      [graphqlResponse, status],
      [apolloClient, status],
      ['*/*', status],
      ['application/json', jsonStatus],
      ['application/json, multipart/mixed', jsonStatus],
    ] as const) {
      const response = await post(production.endpoint, requests[what], { accept });
      expect([accept, response.status]).toEqual([accept, expected]);
      expect(response.headers.get('content-type')).toBe(
        accept.startsWith(graphqlResponse)
          ? `${graphqlResponse}; charset=utf-8`
          : 'application/json; charset=utf-8',
      );
      const { errors } = JSON.parse(await response.text());
      expect(errors).toEqual([expect.objectContaining({ extensions: expect.objectContaining({ code }) })]);
    }
  });

  it('is the one of the code when a hook refuses an operation', async () => {
    const server = await startSampleServer({
      plugins: [
        {
          requestDidStart: async () => ({
            didResolveOperation: async ({ operationName }) => {
              throw new RequestError(operationName === 'A' ? 'BAD_USER_INPUT' : 'SERVICE_UNAVAILABLE', 'No.');
            },
          }),
        },
      ],
    });
    const refused = await post(server.endpoint, { query: 'query A { hello }' });
    expect(refused.status).toBe(400);
    expect(await refused.json()).toEqual({
      errors: [{ message: 'No.', extensions: { code: 'BAD_USER_INPUT' } }],
    });
    const unavailable = await post(server.endpoint, { query: 'query B { hello }' });
    expect([unavailable.status, unavailable.headers.get('retry-after')]).toEqual([503, '1']);
    await server.stop();
  });

  it('is 500 when a plugin fails, whose error is logged', async () => {
    const server = await startSampleServer({
      plugins: [
        {
          requestDidStart: async () => {
            throw new Error('The plugin is broken.');
          },
        },
      ],
    });
    const response = await post(server.endpoint, { query: '{ hello }' });
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({
      errors: [
        {
          message: 'Internal server error.',
          extensions: { code: 'INTERNAL_SERVER_ERROR', id: expect.any(String) },
        },
      ],
    });
    expect(server.log).toContainEqual(
      expect.objectContaining({
        level: 50,
        msg: 'A plugin or a validation rule failed.',
        err: expect.objectContaining({ message: 'The plugin is broken.' }),
      }),
    );
    await server.stop();
  });
});
