import type { IncomingMessage } from 'node:http';
import getRawBody from 'raw-body';

/** Why a request's body cannot be used: `status` is the HTTP status to answer with, the message is for the client. */
export class BodyError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'BodyError';
    this.status = status;
  }
}

/** Gives whether a body of this `content-type` is JSON. */
export function isJson(contentType: string | undefined): boolean {
  return contentType?.split(';')[0]?.trim().toLowerCase() === 'application/json';
}

/**
 * Reads a request's body as JSON, at most `limit` bytes of it. Throws a `BodyError`: 413 when it is larger, whether that
 * is announced or found out; 415 when it is compressed or not in UTF-8, since a small body could then become a large
 * one; 400 when it is not JSON or ends early.
 */
export async function readJson(request: IncomingMessage, limit: number): Promise<unknown> {
  const { 'content-encoding': encoding = 'identity', 'content-type': type = '' } = request.headers;
  if (encoding.trim().toLowerCase() !== 'identity') {
    throw new BodyError(415, 'The request body is compressed: send it as it is.');
  }
  const charset = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(type)?.[1] ?? 'utf-8';
  if (!/^utf-?8$/i.test(charset)) {
    throw new BodyError(415, 'The request body is not in UTF-8.');
  }
  const text = await readText(request, limit);
  try {
    return JSON.parse(text);
  } catch {
    throw new BodyError(400, 'The request body is not valid JSON.');
  }
}

async function readText(request: IncomingMessage, limit: number): Promise<string> {
  try {
    const bytes = await getRawBody(request, { limit, length: request.headers['content-length'] ?? null });
    return bytes.toString('utf8');
  } catch (error) {
    if (error instanceof Error && 'status' in error && error.status === 413) {
      throw new BodyError(413, `The request body is larger than ${limit} bytes.`);
    }
    throw new BodyError(400, 'The request body ended early.');
  }
}
