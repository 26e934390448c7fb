import type { Dialect, Workload } from '../workloads.ts';

/** A server that takes part, always as a process of its own. */
export interface ServerSpec {
  readonly name: string;
  readonly title: string;
  /** How it is asked; null for the limits, which get the workload's name. */
  readonly dialect: Dialect | null;
  /** What Node is given after its own options, for a server that is to have so many requests at a time. */
  readonly command: (port: number, connections?: number) => readonly string[];
}

const here = (file: string): string => new URL(file, import.meta.url).pathname;

/**
 * The whole server, as `kinql serve --production` starts it, with the rest of its settings left as they are. It refuses
 * requests while more than a thousand statements wait for a connection: see kinql.ts for a run with more requests than that.
 */
export const kinqlCommand =
  (config: string, models = 'models.ts') =>
  (port: number, connections = 1): string[] =>
    connections > 1_000
      ? [here('./kinql.ts'), here(`../${config}`)]
      : [
          here('../../dist/cli/main.js'),
          ...['serve', '--production', '--port', String(port)],
          ...['--config', here(`../${config}`), '--models', here(`../${models}`)],
        ];

export const servers: readonly ServerSpec[] = [
  { name: 'kinql', title: 'KinQL', dialect: 'kinql', command: kinqlCommand('kinql.config.ts') },
  {
    name: 'kinql-rules',
    title: 'KinQL with a row rule on every model',
    dialect: 'kinql',
    command: kinqlCommand('kinql.rules.config.ts'),
  },
  {
    name: 'postgraphile',
    title: 'PostGraphile 5',
    dialect: 'postgraphile',
    command: () => [here('./postgraphile.ts')],
  },
  {
    name: 'graphql-sequelize',
    title: 'graphql-sequelize + dataloader-sequelize on Apollo Server',
    dialect: 'graphql-sequelize',
    command: () => [here('./graphql-sequelize.ts')],
  },
  {
    name: 'handwritten',
    title: 'Apollo Server + Sequelize (raw) + DataLoader, written by hand',
    dialect: 'handwritten',
    command: () => [here('./handwritten.ts')],
  },
  {
    name: 'limit-joined',
    title: 'Limit: node:http + pg, one joined statement, JSON by hand',
    dialect: null,
    command: () => [here('./limit.ts'), 'joined'],
  },
  {
    name: 'limit-statements',
    title: 'Limit: node:http + pg, a statement for each level, JSON by hand',
    dialect: null,
    command: () => [here('./limit.ts'), 'statements'],
  },
];

/** The bodies of requests that `server` gets for a workload, one for each set of variables; null where it has no such thing. */
export function requestBodies(server: ServerSpec, workload: Workload): readonly string[] | null {
  if (server.dialect === null) {
    return workload.limits
      ? workload.variables.map((variables) => JSON.stringify({ workload: workload.name, variables }))
      : null;
  }
  const query = workload.queries[server.dialect];
  return query === undefined
    ? null
    : workload.variables.map((variables) => JSON.stringify({ query, variables }));
}
