import { describe, expect, it } from '@jest/globals';
import { runCli, startCli } from '../support/cli-process.ts';

const models = ['--models', 'test/fixtures/away.mjs'];

describe('kinql serve --trusted-documents', () => {
  it('executes the documents of the manifest by their ids, and with --trusted-only no others', async () => {
    const server = await startCli([
      ...models,
      ...['--trusted-documents', 'test/fixtures/trusted.json', '--trusted-only'],
    ]);
    const ask = async (body: object) => {
      const response = await fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return response.json();
    };
    try {
      expect(await ask({ documentId: 'names' })).toEqual({ data: { __typename: 'Query' } });
      expect(await ask({ query: '{ __schema { queryType { name } } }' })).toEqual({
        errors: [
          {
            message:
              'The server executes only the operations of its manifest (trustedDocuments), and this is none of them.',
            extensions: { code: 'DOCUMENT_NOT_TRUSTED' },
          },
        ],
      });
    } finally {
      expect((await server.stop()).code).toBe(0);
    }
  });

  it('does not start where the schema does not allow a document', async () => {
    const { code, stderr } = await runCli([
      'serve',
      ...models,
      ...['--port', '0', '--trusted-documents', 'test/fixtures/trusted-stale.json'],
    ]);
    expect(code).toBe(1);
    expect(stderr.split('\n').filter((line) => line.startsWith('test/fixtures'))).toEqual([
      'test/fixtures/trusted-stale.json: the document people cannot be executed: Cannot query field "people" on type "Query".',
      'test/fixtures/trusted-stale.json: the document all cannot be executed: Cannot query field "name" on type "User".',
    ]);
  });

  it('does not start with --trusted-only and no manifest', async () => {
    const { code, stderr } = await runCli(['serve', ...models, '--port', '0', '--trusted-only']);
    expect(code).toBe(1);
    expect(stderr.split('\n')).toContain(
      '--trusted-only: there are no trusted documents: name their manifest by --trusted-documents.',
    );
  });
});
