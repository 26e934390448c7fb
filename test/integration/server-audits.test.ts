// The audits of the "GraphQL over HTTP" specification, as graphql-http has them. The auditor sends what every client has
// to send with a GET, since the protection from cross-site requests is on.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serverAudits } from 'graphql-http';
import { type SampleServer, startSampleServer } from '../support/http-server.ts';

let server: SampleServer;
beforeAll(async () => {
  server = await startSampleServer({ mode: 'development' });
});
afterAll(() => server.stop());

const audits = serverAudits({
  url: () => server.endpoint,
  fetchFn: (url: string, options: RequestInit = {}) =>
    fetch(url, {
      ...options,
      headers: { ...(options.headers as Record<string, string>), 'apollo-require-preflight': '1' },
    }),
});

describe('GraphQL over HTTP', () => {
  it('has 61 audits', () => {
    expect(audits).toHaveLength(61);
  });

  it.each(audits.map((audit) => [audit.id, audit.name, audit] as const))(
    '%s %s',
    async (_id, _name, audit) => {
      expect(await audit.fn()).toMatchObject({ status: 'ok' });
    },
  );
});
