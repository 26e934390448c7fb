// What no server for GraphQL is expected to reach: the very statements of each workload, its JSON written by hand.
import { createServer } from 'node:http';
import pg from 'pg';
import { databaseSchema, databaseUrl, poolIdleMilliseconds, poolSize } from '../settings.ts';

type Variables = Readonly<Record<string, number>>;
type Handler = (variables: Variables) => Promise<string>;

const pool = new pg.Pool({
  connectionString: databaseUrl,
  max: poolSize,
  idleTimeoutMillis: poolIdleMilliseconds,
  options: `-c search_path=${databaseSchema}`,
});

async function rows<Row>(name: string, text: string, values: unknown[] = []): Promise<Row[]> {
  return (await pool.query<Row & pg.QueryResultRow>({ name, text, values })).rows;
}

const json = JSON.stringify;

interface JoinedTask {
  id: number;
  title: string;
  user_id: number;
  first_name: string;
  company_id: number;
  name: string;
}

function writeJoined(tasks: JoinedTask[]): string {
  let text = '';
  for (const { id, title, user_id, first_name, company_id, name } of tasks) {
    text += `${text && ','}{"id":"${id}","title":${json(title)},"user":{"id":"${user_id}","firstName":${json(first_name)},"company":{"id":"${company_id}","name":${json(name)}}}}`;
  }
  return `{"data":{"tasks":[${text}]}}`;
}

const joinedColumns = `SELECT t.id, t.title, u.id AS user_id, u.first_name, c.id AS company_id, c.name
  FROM tasks t JOIN users u ON u.id = t.user_id JOIN companies c ON c.id = u.company_id`;

const writeRow = (id: number, title: string, status: string, projectId: number, name: string): string =>
  `{"data":{"task":{"id":"${id}","title":${json(title)},"status":${json(status)},"project":{"id":"${projectId}","name":${json(name)}}}}}`;

const joined: Record<string, Handler> = {
  row: async ({ id }) => {
    const [row] = await rows<{ id: number; title: string; status: string; project_id: number; name: string }>(
      'row',
      `SELECT t.id, t.title, t.status, p.id AS project_id, p.name
       FROM tasks t JOIN projects p ON p.id = t.project_id WHERE t.id = $1`,
      [id],
    );
    return row ? writeRow(row.id, row.title, row.status, row.project_id, row.name) : '{"data":{"task":null}}';
  },
  // The hundred are taken first, so that the order needs no sort. Postgres takes them for eleven, by comparisons with values that it cannot
  // see: else it reads all users for them as often as not, by costs that are equal to four places.
  tasks100: async () =>
    writeJoined(
      await rows<JoinedTask>(
        'tasks100',
        `${joinedColumns.replace('FROM tasks t', 'FROM (SELECT * FROM (SELECT * FROM tasks ORDER BY id LIMIT 100) t WHERE (id IS NULL) >= (SELECT FALSE) AND (id IS NOT NULL) >= (SELECT FALSE)) t')} ORDER BY t.id`,
      ),
    ),
  projectTasks: async ({ project }) =>
    writeJoined(
      await rows<JoinedTask>(
        'projectTasks',
        `${joinedColumns} WHERE t.project_id = $1 ORDER BY t.id LIMIT 100`,
        [project],
      ),
    ),
};

interface TaskRow {
  id: number;
  title: string;
  user_id: number;
}

/** The tasks' users and companies by a statement each. */
async function writeByStatements(tasks: TaskRow[]): Promise<string> {
  const users = await rows<{ id: number; first_name: string; company_id: number }>(
    'users',
    'SELECT id, first_name, company_id FROM users WHERE id = ANY($1)',
    [[...new Set(tasks.map(({ user_id }) => user_id))]],
  );
  const companies = await rows<{ id: number; name: string }>(
    'companies',
    'SELECT id, name FROM companies WHERE id = ANY($1)',
    [[...new Set(users.map(({ company_id }) => company_id))]],
  );
  const companyById = new Map(companies.map((company) => [company.id, company.name]));
  const userById = new Map(users.map((user) => [user.id, user]));
  return writeJoined(
    tasks.map(({ id, title, user_id }) => {
      const { first_name, company_id } = userById.get(user_id)!;
      return { id, title, user_id, first_name, company_id, name: companyById.get(company_id)! };
    }),
  );
}

const statements: Record<string, Handler> = {
  row: async ({ id }) => {
    const [row] = await rows<{ id: number; title: string; status: string; project_id: number }>(
      'row',
      'SELECT id, title, status, project_id FROM tasks WHERE id = $1',
      [id],
    );
    if (!row) {
      return '{"data":{"task":null}}';
    }
    const [project] = await rows<{ name: string }>('project', 'SELECT name FROM projects WHERE id = $1', [
      row.project_id,
    ]);
    return writeRow(row.id, row.title, row.status, row.project_id, project!.name);
  },
  tasks100: async () =>
    writeByStatements(
      await rows<TaskRow>('tasks100', 'SELECT id, title, user_id FROM tasks ORDER BY id LIMIT 100'),
    ),
  projectTasks: async ({ project }) =>
    writeByStatements(
      await rows<TaskRow>(
        'projectTasks',
        'SELECT id, title, user_id FROM tasks WHERE project_id = $1 ORDER BY id LIMIT 100',
        [project],
      ),
    ),
};

interface FlatTask extends TaskRow {
  status: string;
  priority: number;
  is_billable: boolean;
  due_on: string | null;
}

/** Where there is one level there is one statement. */
const flat1000: Handler = async ({ after }) => {
  const tasks = await rows<FlatTask>(
    'flat1000',
    `SELECT id, title, status, priority, is_billable, due_on::text
     FROM tasks WHERE id > $1 ORDER BY id LIMIT 1000`,
    [after],
  );
  let text = '';
  for (const task of tasks) {
    text += `${text && ','}{"id":"${task.id}","title":${json(task.title)},"status":${json(task.status)},"priority":${task.priority},"isBillable":${task.is_billable},"dueOn":${task.due_on === null ? 'null' : `"${task.due_on}"`}}`;
  }
  return `{"data":{"tasks":[${text}]}}`;
};

const handlers: Record<string, Handler> = {
  ...(process.argv[2] === 'joined' ? joined : statements),
  flat1000,
};

createServer(async (request, response) => {
  response.setHeader('content-type', 'application/json; charset=utf-8');
  try {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) {
      body += chunk;
    }
    const { workload, variables } = JSON.parse(body) as { workload: string; variables: Variables };
    const text = await handlers[workload]!(variables);
    response.setHeader('content-length', Buffer.byteLength(text));
    response.end(text);
  } catch {
    response.statusCode = 500;
    response.end('{"errors":[{"message":"It failed."}]}');
  }
}).listen(Number(process.env.PORT), '127.0.0.1');
