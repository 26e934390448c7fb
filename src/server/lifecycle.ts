import type { ServerResponse } from 'node:http';

/** The only state that the parts of one server share. */
export interface Lifecycle {
  /** True from the first call of `stop` on: `/health/ready` says 503, and connections close with their next answer. */
  stopping: boolean;
  /** The requests that were received and are not answered yet. */
  readonly inFlight: Set<ServerResponse>;
}

/** Gives the state of a server that has not stopped and holds no request. */
export function createLifecycle(): Lifecycle {
  return { stopping: false, inFlight: new Set() };
}

/** Counts `response` as in flight until it is sent or its connection is lost. */
export function track(lifecycle: Lifecycle, response: ServerResponse): void {
  lifecycle.inFlight.add(response);
  response.once('close', () => lifecycle.inFlight.delete(response));
  if (lifecycle.stopping) {
    response.setHeader('connection', 'close');
  }
}

/** Marks the server as stopping, and tells the clients that wait for an answer not to use their connection again. */
export function beginStopping(lifecycle: Lifecycle): void {
  lifecycle.stopping = true;
  for (const response of lifecycle.inFlight) {
    if (!response.headersSent) {
      response.setHeader('connection', 'close');
    }
  }
}
