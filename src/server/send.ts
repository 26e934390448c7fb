import type { IncomingMessage, ServerResponse } from 'node:http';

/** How long a client that is refused may go on sending before its connection is cut, so that it can read why. */
const lingerMilliseconds = 1_000;

/** Answers with `status` and `body`, whose length it states: head and body then leave in one write. */
export function send(
  response: ServerResponse,
  status: number,
  contentType: string,
  body: string | Buffer,
): void {
  response.statusCode = status;
  response.setHeader('content-type', contentType);
  response.setHeader('content-length', Buffer.byteLength(body));
  response.end(body);
}

/** Answers in one line of text. */
export function sendText(response: ServerResponse, status: number, text: string): void {
  send(response, status, 'text/plain; charset=utf-8', `${text}\n`);
}

/** Answers in JSON. */
export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  send(response, status, 'application/json; charset=utf-8', `${JSON.stringify(value)}\n`);
}

/**
 * Refuses a request that does not get as far as Apollo Server, in the shape of a GraphQL response. Where the client is
 * still sending, the whole answer leaves first and the connection closes when the client has done, or after a second:
 * closing at once would reset the connection, and many clients then lose the answer.
 */
export function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  error: { readonly message: string; readonly extensions: Record<string, unknown> },
): void {
  const type = request.headers.accept?.includes('application/graphql-response+json')
    ? 'application/graphql-response+json'
    : 'application/json';
  const body = `${JSON.stringify({ errors: [error] })}\n`;
  if (request.complete) {
    send(response, status, `${type}; charset=utf-8`, body);
    return;
  }
  response.statusCode = status;
  response.setHeader('content-type', `${type}; charset=utf-8`);
  response.setHeader('content-length', Buffer.byteLength(body));
  response.setHeader('connection', 'close');
  response.write(body);
  const finish = () => {
    clearTimeout(timer);
    response.end();
  };
  const timer = setTimeout(finish, lingerMilliseconds);
  request.once('close', finish);
  request.resume();
}
