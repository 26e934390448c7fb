// What graphql-cop, an auditor of GraphQL servers, looks for, asked as it asks.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { post, type SampleServer, startSampleServer } from '../support/http-server.ts';

let server: SampleServer;
beforeAll(async () => {
  server = await startSampleServer({ mode: 'production' });
});
afterAll(() => server.stop());

type Answer = {
  readonly data?: Record<string, unknown>;
  readonly errors?: readonly { readonly message: string }[];
};

const ask = async (query: string): Promise<Answer> =>
  (await post(server.endpoint, { query })).json() as Promise<Answer>;

const times = (count: number, text: string): string => Array<string>(count).fill(text).join('');

describe('in production the auditor finds', () => {
  it('no alias overloading: a hundred and one aliases are refused', async () => {
    const aliases = Array.from({ length: 101 }, (_, index) => `alias${index}:__typename`).join(' ');
    const { data, errors } = await ask(`query cop { ${aliases} }`);
    expect(data).toBeUndefined();
    expect(errors?.map(({ message }) => message)).toEqual([
      'The operation has 101 aliases; 100 are allowed (limits.aliases).',
    ]);
  });

  it('no batching: ten operations in an array are refused', async () => {
    const response = await post(server.endpoint, Array(10).fill({ query: 'query cop { __typename }' }));
    expect(response.status).toBe(400);
    expect(await response.text()).not.toContain('"data"');
  });

  it('no directive overloading: not every one of ten directives gets an error of its own', async () => {
    const { errors } = await ask(`query cop { __typename ${times(10, '@aa')} }`);
    expect(errors?.length).toBeLessThan(10);
  });

  it('no field duplication: five hundred times the same field is refused', async () => {
    const { data, errors } = await ask(`query cop { ${times(500, '__typename \n')} }`);
    expect(data).toBeUndefined();
    expect(errors?.[0]?.message).toBe(
      'The operation repeats 499 fields; 50 may be repeated (limits.repeatedFields).',
    );
  });

  it('no introspection', async () => {
    const { data, errors } = await ask('query cop { __schema { types { name fields { name } } } }');
    expect(data).toBeUndefined();
    expect(errors?.length).toBeGreaterThan(0);
  });

  it('no introspection in circles', async () => {
    const circle = `${times(4, '{ fields { name type ')}{ name }${times(4, ' } }')}`;
    const { data, errors } = await ask(`query cop { __schema { types ${circle} } }`);
    expect(data).toBeUndefined();
    expect(errors?.length).toBeGreaterThan(0);
  });

  it('no suggestions of fields, of the schema or of introspection', async () => {
    for (const query of ['query cop { __schema { directive } }', '{ helo }', '{ node { nam } }']) {
      const { errors } = await ask(query);
      expect(errors?.length).toBeGreaterThan(0);
      expect(JSON.stringify(errors)).not.toMatch(/did you mean/i);
    }
  });

  it.each(['/graphql', '/', '/graphiql', '/playground', '/console', '/explorer'])(
    'no page of an explorer at %s',
    async (path) => {
      const response = await fetch(server.url + path, { headers: { accept: 'text/html' } });
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(await response.text()).not.toMatch(/graphiql|playground|sandbox/i);
    },
  );

  it('no queries by GET that a page of another origin could send', async () => {
    const response = await fetch(
      `${server.endpoint}?query=${encodeURIComponent('query cop { __typename }')}`,
    );
    expect(response.status).toBe(400);
    expect(await response.text()).not.toContain('"data"');
  });

  it('no mutations by GET', async () => {
    const url = `${server.endpoint}?query=${encodeURIComponent('mutation cop { __typename }')}`;
    for (const headers of [{}, { 'apollo-require-preflight': '1' }]) {
      const response = await fetch(url, { headers });
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(await response.text()).not.toContain('"data"');
    }
  });

  it.each(['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x'])(
    'no queries by a POST of the type %s, which a form could send',
    async (type) => {
      const body = new URLSearchParams({ query: 'query cop { __typename }' }).toString();
      const response = await fetch(server.endpoint, {
        method: 'POST',
        headers: { 'content-type': type },
        body,
      });
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(await response.text()).not.toContain('"data"');
    },
  );

  it('no tracing', async () => {
    const answer = JSON.stringify(await ask('query cop { __typename }'));
    expect(answer).toBe('{"data":{"__typename":"Query"}}');
  });

  it('no stack of an error that nobody foresaw', async () => {
    for (const query of ['qwerty cop { abc }', '{ fault }', '{ never }']) {
      const text = JSON.stringify(await ask(query));
      expect(text).toContain('"errors"');
      expect(text).not.toMatch(/exception|stacktrace| at .*:\d+/);
    }
  });
});
