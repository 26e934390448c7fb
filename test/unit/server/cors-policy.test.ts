import { describe, expect, it } from '@jest/globals';
import { createCorsPolicy } from '../../../src/server/cors-policy.ts';

const create = (...origins: string[]) => createCorsPolicy({ mode: 'production', cors: { origins } });

describe('createCorsPolicy', () => {
  it.each(['https://app.example.com', 'http://localhost:3000', 'http://[::1]:8080'])('takes %s', (origin) => {
    expect(create(origin)).toBeInstanceOf(Function);
  });

  it('names every origin that no browser would send', () => {
    expect(() =>
      create('*', 'https://a.example', 'https://b.example/', 'c.example', 'https://d.example:443'),
    ).toThrow(
      ['*', 'https://b.example/', 'c.example', 'https://d.example:443']
        .map(
          (origin) =>
            `cors.origins has "${origin}": an origin is scheme://host[:port], such as https://app.example.com.`,
        )
        .join('\n'),
    );
  });
});
