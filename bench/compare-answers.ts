import { askServer } from './ask-server.ts';
import type { ServerProcess } from './server-process.ts';
import { requestBodies } from './servers/index.ts';
import type { Workload } from './workloads.ts';

/** Sets of variables that are compared, of all there are. */
const compared = 20;

/**
 * Asks all servers the same and compares what they say.
 * @throws Error naming the server, the workload and the request whose answer differs from the first server's.
 */
export async function compareAnswers(servers: readonly ServerProcess[], workload: Workload): Promise<void> {
  const every = Math.max(1, Math.floor(workload.variables.length / compared));
  for (let index = 0; index < workload.variables.length; index += every) {
    let expected: { text: string; server: string } | null = null;
    for (const server of servers) {
      const body = requestBodies(server.spec, workload)?.[index];
      if (body !== undefined) {
        const text = canonicalText(await askServer(server.url, body), workload);
        expected ??= { text, server: server.spec.name };
        if (text !== expected.text) {
          throw new Error(
            `"${workload.name}" ${JSON.stringify(workload.variables[index])}: ${server.spec.name} says\n${around(text, expected.text)}\nand ${expected.server}\n${around(expected.text, text)}`,
          );
        }
      }
    }
  }
}

/** The data as text that is the same where the data is: keys in order, ids as strings, cursors as whether there is one. */
function canonicalText(data: unknown, { normalise }: Workload): string {
  return JSON.stringify(normalise ? normalise(data) : data, (name, value) => {
    if (name === 'id') {
      return String(value);
    }
    if (name === 'cursor') {
      return typeof value;
    }
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value;
  });
}

/** The part of `text` where it begins to differ from `other`. */
function around(text: string, other: string): string {
  let at = 0;
  while (at < text.length && text[at] === other[at]) {
    at++;
  }
  return `... ${text.slice(Math.max(0, at - 100), at + 200)} ...`;
}
