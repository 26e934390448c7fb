import { expect, it } from '@jest/globals';
import { persistedQueriesStore } from '../../../src/server/persisted-queries.ts';

it('keeps as many persisted queries as fit, of short texts too, those used last', async () => {
  const { cache } = persistedQueriesStore(2 ** 20);
  await cache.set('apq:first', '{ first }');
  for (let index = 0; index < 6_000; index += 1) {
    await cache.set(`apq:${index}`, `{a${index}}`);
    await cache.get('apq:first');
  }
  // A million bytes, of which each short text takes some 280.
  expect(cache.keys().length).toBeGreaterThan(3_000);
  expect(cache.keys().length).toBeLessThan(4_000);
  expect(await cache.get('apq:first')).toBe('{ first }');
  expect(await cache.get('apq:0')).toBeUndefined();
  expect(await cache.get('apq:5999')).toBe('{a5999}');
  await cache.set('apq:large', 'x'.repeat(2 ** 20));
  expect(await cache.get('apq:large')).toBeUndefined();
});
