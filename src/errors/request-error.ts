import { GraphQLError } from 'graphql';
import type { ErrorCode } from './error-code.ts';

/**
 * An error that belongs in a response: its message is written for the client and holds no SQL, path or stack. Whatever
 * caused it is kept in `originalError`, for the log only.
 */
export class RequestError extends GraphQLError {
  constructor(code: ErrorCode, message: string, cause?: unknown) {
    super(message, {
      extensions: { code },
      ...(cause instanceof Error && { originalError: cause }),
    });
    this.name = 'RequestError';
  }
}
