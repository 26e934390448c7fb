import type { ASTNode } from 'graphql';
import { errorCodes } from './error-code.ts';
import { RequestError } from './request-error.ts';

/** Which limit an operation is over. */
export interface LimitExcess {
  /** The name of the setting. */
  readonly setting: string;
  readonly allowed: number;
  readonly found: number;
}

/** The refusal of an operation that is over a limit. Servers that replace the code leave `extensions.limit` as it is. */
export class LimitError extends RequestError {
  constructor(message: string, limit: LimitExcess, nodes: readonly ASTNode[] = []) {
    super(errorCodes.LIMIT_EXCEEDED, `${message} (limits.${limit.setting}).`, undefined, {
      extensions: { limit },
      nodes,
    });
    this.name = 'LimitError';
  }
}
