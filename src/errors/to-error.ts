import { locatedError } from 'graphql';

/** Whatever was thrown as an error; what is none gets the words that graphql-js has for it. */
export function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : (locatedError(thrown, undefined).originalError as Error);
}
