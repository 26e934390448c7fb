import { describe, expect, it } from '@jest/globals';
import { buildSchema } from 'graphql';
import { StartupError } from '../../../src/errors/startup-error.ts';
import { loadTrustedDocuments } from '../../../src/server/trusted-documents.ts';

const schema = buildSchema('type Query { hello: String, node: Query }');

function problemsOf(manifest: unknown): readonly string[] {
  try {
    loadTrustedDocuments({ manifest: manifest as never }, schema);
  } catch (error) {
    return error instanceof StartupError ? error.problems : [String(error)];
  }
  return [];
}

describe('loadTrustedDocuments', () => {
  it('takes documents that the schema allows', () => {
    const documents = loadTrustedDocuments({ manifest: { a: '{ hello }', b: '{ hello }' } }, schema);
    expect(documents).toEqual({
      byId: new Map([
        ['a', '{ hello }'],
        ['b', '{ hello }'],
      ]),
      texts: new Set(['{ hello }']),
      only: false,
    });
  });

  it('says all at once what keeps documents from ever being executed', () => {
    const deep = `${'{ node '.repeat(26)}{ hello }${' }'.repeat(26)}`;
    const place = 'The manifest of trustedDocuments: the document';
    expect(problemsOf({ fine: '{ hello }', name: '{ helo }', broken: '{ hello', deep })).toEqual([
      `${place} name cannot be executed: Cannot query field "helo" on type "Query". Did you mean "hello"?`,
      `${place} broken cannot be executed: Syntax Error: Expected Name, found <EOF>.`,
      `${place} deep cannot be executed: The operation nests fields 27 deep; 25 are allowed (limits.depth).`,
    ]);
  });

  const apollo = { format: 'apollo-persisted-query-manifest', version: 1 };

  it.each<[unknown, string]>([
    [
      'missing.json',
      'The manifest of trusted documents missing.json cannot be read: give the path of a file.',
    ],
    ['README.md', 'The manifest of trusted documents README.md is no JSON: make it anew.'],
    [
      [],
      "The manifest of trustedDocuments is no manifest: known are Apollo's, and an object of documents by their ids.",
    ],
    [
      { a: 1 },
      "The manifest of trustedDocuments is no manifest: known are Apollo's, and an object of documents by their ids.",
    ],
    [
      { ...apollo, version: 2, operations: [] },
      'The manifest of trustedDocuments has the format "apollo-persisted-query-manifest", version 2: known is "apollo-persisted-query-manifest", version 1.',
    ],
    [
      { ...apollo, operations: [{ id: 'a' }] },
      'The manifest of trustedDocuments lacks the id or the body of an operation: make it anew.',
    ],
    [
      {
        ...apollo,
        operations: [
          { id: 'a', body: '{ hello }' },
          { id: 'a', body: '{ node { hello } }' },
        ],
      },
      'The manifest of trustedDocuments: two documents have the id a: make the manifest anew.',
    ],
  ])('says what keeps %j from being a manifest', (manifest, problem) => {
    expect(problemsOf(manifest)).toEqual([problem]);
  });
});
