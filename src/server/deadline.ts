import { errorCodes } from '../errors/error-code.ts';
import { RequestError } from '../errors/request-error.ts';

/**
 * What ends the requests under way, by the object that Apollo Server was given for each and gives to its plugins: of the
 * contextValue it makes a copy. Once one is aborted, none of its further statements is begun; resolvers of other makers go
 * on, and nobody hears of what they give.
 */
export type RequestEnds = WeakMap<object, AbortController>;

/** What a request is answered with that took too long. */
export function timeoutError(milliseconds: number): RequestError {
  return new RequestError(
    errorCodes.TIMEOUT,
    `The request took longer than ${milliseconds} ms (limits.executionMilliseconds). After a mutation, look what of it is done before sending it again.`,
  );
}

/** What ends a request whose client has closed the connection. */
export function clientGoneError(): RequestError {
  return new RequestError(errorCodes.CLIENT_GONE, 'The client closed the connection before it was answered.');
}

/** Settles as `work` does; once `milliseconds` have passed, calls `onTimeout` and gives null, and what `work` does later is ignored. */
export async function withDeadline<Result>(
  work: Promise<Result>,
  milliseconds: number,
  onTimeout: () => void,
): Promise<Result | null> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<null>((resolve) => {
    timer = setTimeout(() => {
      onTimeout();
      resolve(null);
    }, milliseconds);
    // It keeps no process alive that has nothing else to do.
    timer.unref();
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
