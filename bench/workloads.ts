import { largeQueries } from './large-query.ts';

/** The ways in which servers are asked: both limits take the workload's name instead of a query. */
export type Dialect = 'kinql' | 'postgraphile' | 'graphql-sequelize' | 'handwritten';

export interface Workload {
  readonly name: string;
  readonly title: string;
  /** What requests go round in, so that no server is asked the same all the time; none where nothing can vary. */
  readonly variables: readonly Readonly<Record<string, unknown>>[];
  readonly queries: Readonly<Partial<Record<Dialect, string>>>;
  /** Whether the hand-written limits have it. */
  readonly limits?: boolean;
  /** Whether it adds rows, which are taken away again afterwards. */
  readonly writes?: boolean;
  /** Brings an answer's data into the form that all servers' are compared in, where they differ by more than order of keys. */
  readonly normalise?: (data: unknown) => unknown;
}

const variableSets = 200;
const vary = <T>(make: (index: number) => T): T[] =>
  Array.from({ length: variableSets }, (_, index) => make(index));
const statuses = ['open', 'doing', 'done', 'blocked'];

/** Every query gives the same names to the same things, by aliases where its server has other ones. */
export const workloads: readonly Workload[] = [
  {
    name: 'row',
    title: 'One row by key, with its parent',
    variables: vary((i) => ({ id: 1 + ((i * 7_919) % 200_000) })),
    queries: {
      kinql: 'query ($id: ID!) { task(id: $id) { id title status project { id name } } }',
      postgraphile:
        'query ($id: Int!) { task(rowId: $id) { id: rowId title status project { id: rowId name } } }',
      'graphql-sequelize': 'query ($id: Int!) { task(id: $id) { id title status project { id name } } }',
      handwritten: 'query ($id: ID!) { task(id: $id) { id title status project { id name } } }',
    },
    limits: true,
  },
  {
    name: 'tasks100',
    title: '100 tasks with their user and the user’s company',
    variables: [{}],
    queries: {
      kinql: '{ tasks(limit: 100) { id title user { id firstName company { id name } } } }',
      postgraphile:
        '{ tasks: tasksList(first: 100) { id: rowId title user { id: rowId firstName company { id: rowId name } } } }',
      'graphql-sequelize': '{ tasks(limit: 100) { id title user { id firstName company { id name } } } }',
      handwritten: '{ tasks(limit: 100) { id title user { id firstName company { id name } } } }',
    },
    limits: true,
  },
  {
    name: 'projectTasks',
    title: 'The same for the 100 tasks of one project, by a variable',
    variables: vary((i) => ({ project: 1 + i * 9 })),
    queries: {
      kinql:
        'query ($project: ID!) { tasks(limit: 100, where: { projectId: { eq: $project } }) { id title user { id firstName company { id name } } } }',
      postgraphile:
        'query ($project: Int!) { tasks: tasksList(first: 100, condition: { projectId: $project }) { id: rowId title user { id: rowId firstName company { id: rowId name } } } }',
      'graphql-sequelize':
        'query ($project: Int!) { tasks(limit: 100, where: { projectId: $project }) { id title user { id firstName company { id name } } } }',
      handwritten:
        'query ($project: ID!) { tasks(limit: 100, projectId: $project) { id title user { id firstName company { id name } } } }',
    },
    limits: true,
  },
  {
    name: 'flat1000',
    title: '1 000 rows, flat',
    variables: vary((i) => ({ after: i * 900 })),
    queries: {
      kinql:
        'query ($after: ID!) { tasks(limit: 1000, where: { id: { gt: $after } }) { id title status priority isBillable dueOn } }',
      postgraphile:
        'query ($after: Int!) { tasks: tasksList(first: 1000, filter: { rowId: { greaterThan: $after } }) { id: rowId title status priority isBillable dueOn } }',
      'graphql-sequelize':
        'query ($after: Int!) { tasks(limit: 1000, where: { id: { gt: $after } }) { id title status priority isBillable dueOn } }',
      handwritten:
        'query ($after: ID!) { tasks(limit: 1000, after: $after) { id title status priority isBillable dueOn } }',
    },
    limits: true,
  },
  {
    name: 'levels3',
    title: '20 users, their 10 newest tasks, the project of each',
    variables: vary((i) => ({ after: i * 19 })),
    queries: {
      kinql:
        'query ($after: ID!) { users(limit: 20, where: { id: { gt: $after } }) { id firstName tasks(limit: 10, orderBy: [{ createdAt: DESC }]) { id title project { id name } } } }',
      postgraphile:
        'query ($after: Int!) { users: usersList(first: 20, filter: { rowId: { greaterThan: $after } }) { id: rowId firstName tasks: tasksList(first: 10, orderBy: [CREATED_AT_DESC]) { id: rowId title project { id: rowId name } } } }',
      'graphql-sequelize':
        'query ($after: Int!) { users(limit: 20, where: { id: { gt: $after } }) { id firstName tasks(limit: 10, order: "reverse:createdAt") { id title project { id name } } } }',
      handwritten:
        'query ($after: ID!) { users(limit: 20, after: $after) { id firstName tasks(newest: 10) { id title project { id name } } } }',
    },
  },
  {
    name: 'page',
    title: 'A filtered, ordered page with its total count',
    variables: vary((i) => ({ project: 1 + i * 9, status: statuses[i % 4] })),
    queries: {
      kinql:
        'query ($project: ID!, $status: String!) { page: tasksConnection(first: 20, where: { projectId: { eq: $project }, status: { eq: $status } }, orderBy: [{ dueOn: ASC }]) { edges { cursor node { id title dueOn } } pageInfo { hasNextPage } totalCount } }',
      postgraphile:
        'query ($project: Int!, $status: String!) { page: tasks(first: 20, condition: { projectId: $project, status: $status }, orderBy: [DUE_ON_ASC]) { edges { cursor node { id: rowId title dueOn } } pageInfo { hasNextPage } totalCount } }',
      'graphql-sequelize':
        'query ($project: Int!, $status: String!) { page: tasksConnection(first: 20, projectId: $project, status: $status, orderBy: [DUE_ON]) { edges { cursor node { id title dueOn } } pageInfo { hasNextPage } totalCount } }',
      handwritten:
        'query ($project: ID!, $status: String!) { page: tasksPage(first: 20, projectId: $project, status: $status) { edges { cursor node { id title dueOn } } pageInfo { hasNextPage } totalCount } }',
    },
  },
  {
    name: 'groups',
    title: 'The tasks of a project counted by status',
    variables: vary((i) => ({ project: 1 + i * 9 })),
    queries: {
      kinql:
        'query ($project: ID!) { groups: tasksGroupBy(by: [{ status: VALUE }], where: { projectId: { eq: $project } }) { keys { status } count } }',
      postgraphile:
        'query ($project: Int!) { groups: tasks(condition: { projectId: $project }) { groupedAggregates(groupBy: [STATUS]) { keys distinctCount { rowId } } } }',
      handwritten: 'query ($project: ID!) { groups: tasksByStatus(projectId: $project) { status count } }',
    },
    normalise: normaliseGroups,
  },
  {
    name: 'create',
    title: 'A task created, and read back with its user',
    variables: vary((i) => ({ project: 1 + i * 9, user: 1 + i * 97 })),
    queries: {
      kinql:
        'mutation ($project: ID!, $user: ID!) { created: createTask(data: { title: "Made", status: "open", priority: 3, projectId: $project, userId: $user }) { task { id title user { id firstName } } } }',
      postgraphile:
        'mutation ($project: Int!, $user: Int!) { created: createTask(input: { task: { title: "Made", status: "open", priority: 3, projectId: $project, userId: $user } }) { task { id: rowId title user { id: rowId firstName } } } }',
      handwritten:
        'mutation ($project: ID!, $user: ID!) { created: createTask(title: "Made", status: "open", priority: 3, projectId: $project, userId: $user) { task { id title user { id firstName } } } }',
    },
    writes: true,
    normalise: withoutNewKeys,
  },
  {
    name: 'nestedCreate',
    title: 'A project created with three tasks (PostGraphile has no nested create)',
    variables: vary((i) => ({ company: 1 + i, user: 1 + i * 97 })),
    queries: {
      kinql: `mutation ($company: ID!, $user: ID!) { created: createProject(data: { name: "Made", companyId: $company, tasks: { create: [${[1, 2, 3].map((n) => `{ title: "Made ${n}", status: "open", priority: 3, userId: $user }`).join(' ')}] } }) { project { id name tasks { id title user { id firstName } } } } }`,
      handwritten: `mutation ($company: ID!, $user: ID!) { created: createProject(name: "Made", companyId: $company, tasks: [${[1, 2, 3].map((n) => `{ title: "Made ${n}", status: "open", priority: 3, userId: $user }`).join(' ')}]) { project { id name tasks { id title user { id firstName } } } } }`,
    },
    writes: true,
    normalise: withoutNewKeys,
  },
  {
    name: 'manyParents',
    title: '1 000 tasks of 1 000 different users',
    variables: vary((i) => ({ after: i * 490 })),
    queries: parents(),
  },
  {
    name: 'fewParents',
    title: '1 000 tasks of five users',
    variables: Array.from({ length: 10 }, (_, i) => ({ after: 190_000 + i * 1_000 })),
    queries: parents(),
  },
  {
    name: 'large',
    title: 'A query of 2 000 bytes with fragments',
    variables: vary((i) => ({ project: 1 + i * 9, user: 1 + i * 97 })),
    queries: largeQueries,
  },
];

function parents(): Workload['queries'] {
  return {
    kinql:
      'query ($after: ID!) { tasks(limit: 1000, where: { id: { gt: $after } }) { id title user { id firstName } } }',
    postgraphile:
      'query ($after: Int!) { tasks: tasksList(first: 1000, filter: { rowId: { greaterThan: $after } }) { id: rowId title user { id: rowId firstName } } }',
    'graphql-sequelize':
      'query ($after: Int!) { tasks(limit: 1000, where: { id: { gt: $after } }) { id title user { id firstName } } }',
    handwritten:
      'query ($after: ID!) { tasks(limit: 1000, after: $after) { id title user { id firstName } } }',
  };
}

/** Groups as pairs of status and count: their order is nobody's promise, and PostGraphile's keys are a list. */
function normaliseGroups(data: unknown): unknown {
  const { groups } = data as { groups: unknown };
  const list = Array.isArray(groups)
    ? groups
    : (groups as { groupedAggregates: unknown[] }).groupedAggregates;
  return list
    .map(
      (group: {
        keys?: string[] | { status: string };
        status?: string;
        count?: number;
        distinctCount?: { rowId: string };
      }) => [
        group.status ?? (Array.isArray(group.keys) ? group.keys[0] : group.keys?.status),
        group.count ?? Number(group.distinctCount?.rowId),
      ],
    )
    .sort();
}

/** Rows that were made have other keys each time: those of the created row and of its tasks. */
function withoutNewKeys(data: unknown): unknown {
  return JSON.parse(
    JSON.stringify(data),
    function strip(this: { user?: unknown; tasks?: unknown }, name, value) {
      return name === 'id' && ('user' in this || 'tasks' in this) ? undefined : value;
    },
  );
}
