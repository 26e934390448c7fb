import { InMemoryLRUCache } from '@apollo/utils.keyvaluecache';

/** Persisted queries are kept for this many seconds after they were registered. */
const secondsKept = 24 * 60 * 60;

/** What they may take of memory together, in bytes, as far as it can be told. */
const bytesKept = 30 * 2 ** 20;

/** What an entry takes beside its key and its text. Apollo's own store counts the text alone, so that a million of short ones count as little. */
const bytesOfEntry = 256;

/** Where Apollo Server keeps the queries that clients register by their hashes: those used longest ago make room for others. */
export function persistedQueriesStore(maxSize = bytesKept): {
  readonly ttl: number;
  readonly cache: InMemoryLRUCache<string>;
} {
  return {
    ttl: secondsKept,
    cache: new InMemoryLRUCache<string>({
      maxSize,
      sizeCalculation: (text, key) => 2 * (text.length + key.length) + bytesOfEntry,
    }),
  };
}
