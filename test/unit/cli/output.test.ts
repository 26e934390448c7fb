import { describe, expect, it } from '@jest/globals';
import { maskPasswords } from '../../../src/cli/output.ts';

describe('maskPasswords', () => {
  it.each([
    ['postgres://ada:secret@host/db', 'postgres://ada:***@host/db'],
    ['postgres://ada:se@cr:et@host/db refused', 'postgres://ada:***@host/db refused'],
    ['mysql://:secret@host and mysql://b:secret@host', 'mysql://:***@host and mysql://b:***@host'],
    ['postgres://host/db?password=secret&ssl=true', 'postgres://host/db?password=***&ssl=true'],
    ['postgres://ada@host:5432/db', 'postgres://ada@host:5432/db'],
    ['connect ECONNREFUSED 127.0.0.1:5432', 'connect ECONNREFUSED 127.0.0.1:5432'],
  ])('writes %s as %s', (text, masked) => {
    expect(maskPasswords(text)).toBe(masked);
  });
});
