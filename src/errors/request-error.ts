import { isNativeError } from 'node:util/types';
import { GraphQLError, type GraphQLErrorOptions } from 'graphql';
import type { ErrorCode } from './error-code.ts';

/**
 * An error that belongs in a response: its message is written for the client and holds no SQL, path or stack. Whatever
 * caused it is kept in `originalError`, for the log only.
 */
export class RequestError extends GraphQLError {
  constructor(code: ErrorCode, message: string, cause?: unknown, options: GraphQLErrorOptions = {}) {
    super(message, {
      ...options,
      extensions: { code, ...options.extensions },
      // Not instanceof: an error of node's own may come from another realm.
      ...(isNativeError(cause) && { originalError: cause }),
    });
    this.name = 'RequestError';
  }
}
