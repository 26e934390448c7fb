// What a careful team writes without a generator: plain rows of Sequelize, one DataLoader for each relation.
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import DataLoader from 'dataloader';
import { type Model, type ModelStatic, Op, type Order, type WhereOptions } from 'sequelize';
import { Company, Project, sequelize, Task, User } from '../models.ts';

const typeDefs = `#graphql
  type Company { id: ID! name: String! city: String! }
  type Project { id: ID! name: String! company: Company tasks(newest: Int, oldest: Int): [Task!]! }
  type User {
    id: ID! firstName: String! lastName: String! email: String! company: Company
    tasks(newest: Int, oldest: Int): [Task!]!
  }
  type Task {
    id: ID! title: String! status: String! priority: Int! isBillable: Boolean! dueOn: String user: User project: Project
  }
  type TaskEdge { cursor: String! node: Task! }
  type PageInfo { hasNextPage: Boolean! }
  type TaskPage { edges: [TaskEdge!]! pageInfo: PageInfo! totalCount: Int! }
  type StatusCount { status: String! count: Int! }
  type Query {
    task(id: ID!): Task
    project(id: ID!): Project
    user(id: ID!): User
    tasks(limit: Int = 100, after: ID, projectId: ID): [Task!]!
    users(limit: Int = 100, after: ID): [User!]!
    tasksPage(first: Int!, projectId: ID!, status: String!): TaskPage!
    tasksByStatus(projectId: ID!): [StatusCount!]!
  }
  input NewTask { title: String! status: String! priority: Int! userId: ID! }
  type CreatedTask { task: Task! }
  type CreatedProject { project: Project! }
  type Mutation {
    createTask(title: String!, status: String!, priority: Int!, projectId: ID!, userId: ID!): CreatedTask!
    createProject(name: String!, companyId: ID!, tasks: [NewTask!]!): CreatedProject!
  }
`;

interface Row {
  readonly id: number;
  readonly userId: number;
  readonly projectId: number;
  readonly companyId: number;
  readonly dueOn: string | null;
}

type AnyModel = ModelStatic<Model>;

async function find(
  model: AnyModel,
  where: WhereOptions,
  order: Order = [['id', 'ASC']],
  limit?: number,
): Promise<Row[]> {
  return (await model.findAll({
    where,
    order,
    raw: true,
    ...(limit !== undefined && { limit }),
  })) as unknown as Row[];
}

const byKey = (model: AnyModel) =>
  new DataLoader<number, Row | null>(async (ids) => {
    const rows = new Map((await find(model, { id: [...ids] })).map((row) => [row.id, row]));
    return ids.map((id) => rows.get(id) ?? null);
  });

/** The tasks of a parent: all are read and cut here, since Sequelize has no limit for each parent. */
const tasksOf = (column: 'userId' | 'projectId', order: Order) =>
  new DataLoader<number, Row[]>(async (ids) => {
    const groups = new Map<number, Row[]>(ids.map((id) => [id, []]));
    for (const row of await find(Task, { [column]: [...ids] }, order)) {
      groups.get(row[column])!.push(row);
    }
    return ids.map((id) => groups.get(id)!);
  });

const newestFirst: Order = [['createdAt', 'DESC']];
const createLoaders = () => ({
  company: byKey(Company),
  user: byKey(User),
  project: byKey(Project),
  userId: { newest: tasksOf('userId', newestFirst), oldest: tasksOf('userId', [['id', 'ASC']]) },
  projectId: { newest: tasksOf('projectId', newestFirst), oldest: tasksOf('projectId', [['id', 'ASC']]) },
});

type Context = ReturnType<typeof createLoaders>;

const company = ({ companyId }: Row, _args: unknown, loaders: Context) => loaders.company.load(companyId);
const tasks =
  (column: 'userId' | 'projectId') =>
  async ({ id }: Row, { newest, oldest }: { newest?: number; oldest?: number }, loaders: Context) =>
    newest === undefined
      ? (await loaders[column].oldest.load(id)).slice(0, oldest ?? 100)
      : (await loaders[column].newest.load(id)).slice(0, newest);

interface ListArguments {
  readonly limit: number;
  readonly after?: string;
  readonly projectId?: string;
}

interface NewProject {
  readonly name: string;
  readonly companyId: string;
  readonly tasks: readonly object[];
}

const resolvers = {
  Query: {
    task: (_: unknown, { id }: { id: string }) => Task.findByPk(id, { raw: true }),
    project: (_: unknown, { id }: { id: string }) => Project.findByPk(id, { raw: true }),
    user: (_: unknown, { id }: { id: string }) => User.findByPk(id, { raw: true }),
    tasks: (_: unknown, { limit, after, projectId }: ListArguments) =>
      find(
        Task,
        { ...(after && { id: { [Op.gt]: after } }), ...(projectId && { projectId }) },
        [['id', 'ASC']],
        limit,
      ),
    users: (_: unknown, { limit, after }: ListArguments) =>
      find(User, after ? { id: { [Op.gt]: after } } : {}, [['id', 'ASC']], limit),
    tasksPage: async (
      _: unknown,
      { first, projectId, status }: { first: number; projectId: string; status: string },
    ) => {
      const where = { projectId, status };
      const order: Order = [
        ['dueOn', 'ASC'],
        ['id', 'ASC'],
      ];
      const [rows, totalCount] = await Promise.all([
        find(Task, where, order, first + 1),
        Task.count({ where }),
      ]);
      return {
        edges: rows.slice(0, first).map((node) => ({
          cursor: Buffer.from(JSON.stringify([node.dueOn, node.id])).toString('base64url'),
          node,
        })),
        pageInfo: { hasNextPage: rows.length > first },
        totalCount,
      };
    },
    tasksByStatus: (_: unknown, { projectId }: { projectId: string }) =>
      Task.count({ where: { projectId }, group: ['status'], attributes: ['status'] }),
  },
  Mutation: {
    createTask: async (_: unknown, data: Record<string, unknown>) => ({
      task: (await Task.create(data)).get({ plain: true }),
    }),
    createProject: (_: unknown, { tasks: newTasks, ...data }: NewProject) =>
      sequelize.transaction(async (transaction) => {
        const project = await Project.create({ ...data }, { transaction });
        const projectId = project.get('id');
        await Task.bulkCreate(
          newTasks.map((task) => ({ ...task, projectId })),
          { transaction },
        );
        return { project: project.get({ plain: true }) };
      }),
  },
  Company: {},
  Project: { company, tasks: tasks('projectId') },
  User: { company, tasks: tasks('userId') },
  Task: {
    user: ({ userId }: Row, _args: unknown, loaders: Context) => loaders.user.load(Number(userId)),
    project: ({ projectId }: Row, _args: unknown, loaders: Context) =>
      loaders.project.load(Number(projectId)),
  },
};

const server = new ApolloServer<Context>({ typeDefs, resolvers });
await startStandaloneServer(server, {
  listen: { port: Number(process.env.PORT), host: '127.0.0.1' },
  context: async () => createLoaders(),
});
