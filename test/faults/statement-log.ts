// The fuzz of every argument with the statement log of the database on: npm run test:fuzz. See docs/decisions/0009.
import { parseArgs } from 'node:util';
import { Sequelize } from 'sequelize';
import type { Statement } from '../support/databases.ts';
import { runFuzz } from '../support/fuzz/run-fuzz.ts';
import { shapeOf } from '../support/fuzz/shape.ts';
import { startPrivatePostgres } from '../support/kills/private-postgres.ts';

const begin = '@@@';

interface LogLine {
  readonly level: string;
  readonly text: string;
}

/** What the database has logged, without the tabs that it puts before each further line of a text. */
function readLog(log: string): LogLine[] {
  return log.split(new RegExp(`^${begin}`, 'm')).flatMap((entry) => {
    const [, level = '', text = ''] = /^(\w+): {2}([\s\S]*)\n$/.exec(entry) ?? [];
    return level === '' ? [] : [{ level, text: text.replaceAll('\n\t', '\n') }];
  });
}

/** The statements among it that read or write rows, as the database got them. */
function statementsIn(lines: readonly LogLine[]): string[] {
  return lines.flatMap(({ level, text }) => {
    const [, statement] = /^(?:statement|execute [^:]+): ([\s\S]*)$/.exec(text) ?? [];
    return level === 'LOG' &&
      statement !== undefined &&
      /^(SELECT|INSERT|UPDATE|DELETE|WITH)\b/.test(statement)
      ? [statement]
      : [];
  });
}

const { values } = parseArgs({
  options: { cases: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } },
});
const postgres = await startPrivatePostgres(
  `-c log_statement=all -c log_min_error_statement=panic -c log_line_prefix=${begin}`,
);
try {
  const statements: Statement[] = [];
  const sequelize = new Sequelize(postgres.url, {
    logging: (text) => statements.push({ text: text.replace(/^Executing \([^)]*\): /, ''), bind: [] }),
    pool: { max: 3 },
  });
  let before = 0;
  const { failures, shapes, ...result } = await runFuzz(
    {
      sequelize,
      statements,
      language: 'postgres',
      begin: async () => {
        before = (await postgres.log()).length;
      },
    },
    { count: Number(values.cases), seed: Number(values.seed), relay: false },
  );
  await sequelize.close();
  const lines = readLog((await postgres.log()).slice(before));
  const logged = statementsIn(lines);
  // Sequelize does not log what KinQL asks about a constraint, nor is the last count one of a request.
  const others = new Set(
    logged.filter((text) => text.startsWith('SELECT a.attname') || text.includes('"vault_hoard" AS "Vault"')),
  );
  const known = new Set([...shapes, ...[...others].map((text) => shapeOf(text, 'postgres'))]);
  const unknown = logged.filter((statement) => !known.has(shapeOf(statement, 'postgres')));
  const broken = lines.filter(
    ({ level, text }) => level === 'ERROR' && /^(syntax error at|unterminated)/.test(text),
  );
  console.log({
    version: postgres.version,
    ...result,
    failures: failures.length,
    logged: logged.length,
    shapesOfLogged: new Set(logged.map((statement) => shapeOf(statement, 'postgres'))).size,
    unknown: unknown.length,
    broken: broken.length,
    errors: lines.filter(({ level }) => level === 'ERROR').length,
  });
  for (const text of [...failures, ...unknown, ...broken.map(({ text }) => text)].slice(0, 10)) {
    console.log(`\n${text.slice(0, 2_000)}`);
  }
  process.exitCode =
    failures.length + unknown.length + broken.length > 0 || others.size > 2 || logged.length === 0 ? 1 : 0;
} finally {
  await postgres.remove();
}
