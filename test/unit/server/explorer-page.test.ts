import { describe, expect, it } from '@jest/globals';
import { explorerPage, scriptValue } from '../../../src/server/explorer-page.ts';

describe('scriptValue', () => {
  it.each(['', '{ a }', '</script><script>alert(1)</script>', '<!--', '"\\\n\u2028', '`$'])(
    'is a literal of %j that holds no <',
    (value) => {
      expect(scriptValue(value)).not.toContain('<');
      expect(new Function(`return ${scriptValue(value)}`)()).toBe(value);
    },
  );
});

describe('explorerPage', () => {
  it('asks the endpoint beside it, and has the nonce on the only script of its own', () => {
    const page = explorerPage({
      assets: { graphiqlStyle: 'g.css', react: 'r.js', reactDom: 'd.js', graphiql: 'g.js' },
      nonce: 'abc',
      sampleQuery: '{ a }',
    });
    expect(page).toContain("GraphiQL.createFetcher({ url: 'graphql' })");
    expect(page).toContain('defaultQuery: "{ a }"');
    expect(page.match(/<script[^>]*>/g)).toEqual([
      '<script src="r.js">',
      '<script src="d.js">',
      '<script src="g.js">',
      '<script nonce="abc">',
    ]);
  });
});
