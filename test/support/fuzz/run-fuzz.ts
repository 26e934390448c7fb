import { pino } from 'pino';
import { DataTypes, type QueryInterface, type Sequelize, type Transaction } from 'sequelize';
import { createSchema } from '../../../src/build/create-schema.ts';
import { migrationText } from '../../../src/cli/migration.ts';
import { createServer } from '../../../src/server/create-server.ts';
import { listen } from '../../../src/server/listen.ts';
import type { Statement } from '../databases.ts';
import { Random } from '../differential/random.ts';
import { choosePositions, type FuzzRequest, makeCases } from './cases.ts';
import { forgeCursors } from './cursors.ts';
import { defineModels, fillModels, fuzzOptions, secret } from './define-models.ts';
import { type Answer, problemsOf } from './judge.ts';
import { type Position, positionsOf } from './positions.ts';
import { shapeOf } from './shape.ts';

export interface FuzzWorld {
  readonly sequelize: Sequelize;
  /** Where every statement is put as it reaches the database. */
  readonly statements: Statement[];
  readonly language: Parameters<typeof shapeOf>[1];
  /** The schema of the tables, where they are not in the default one. */
  readonly schema?: string;
  /** Called before the first of the requests whose statements are looked at. */
  readonly begin?: () => Promise<void>;
}

export interface FuzzSettings {
  readonly count: number;
  readonly seed: number;
  readonly relay: boolean;
}

export interface FuzzResult {
  readonly positions: number;
  readonly arguments: number;
  /** How many of the hostile requests reached the database. */
  readonly reached: number;
  readonly statements: number;
  /** Statements that harmless values make in other places, and did not in this one. */
  readonly elsewhere: number;
  readonly shapes: ReadonlySet<string>;
  /** One text for each request that was answered, or made statements, as none may. */
  readonly failures: readonly string[];
}

/**
 * Puts values that are made to do harm into the arguments of all generated fields, over HTTP, and looks at every answer and
 * at the shape of every statement: it must be one that harmless values make in the same place. Whatever is written is rolled back.
 */
export async function runFuzz(world: FuzzWorld, { count, seed, relay }: FuzzSettings): Promise<FuzzResult> {
  const { sequelize, statements, language } = world;
  defineModels(sequelize);
  await sequelize.sync();
  await fillModels(sequelize);
  const idempotencyTable = await makeIdempotencyTable(world);
  const { writes, ...options } = fuzzOptions;
  const schema = createSchema(sequelize, {
    ...options,
    writes: { ...(writes as object), idempotencyTable },
    relay,
  });
  const faults: string[] = [];
  let transaction: Transaction | undefined;
  const server = await listen(
    createServer({
      schema,
      mode: 'production',
      logger: pino({ level: 'warn' }, { write: (line) => faults.push(line) }),
      checkDatabase: async () => {},
      sampleQuery: '{ __typename }',
      context: () => ({ transaction }),
    }),
    { port: 0 },
  );
  const ask = async (request: FuzzRequest): Promise<{ answer: Answer; shapes: Set<string> }> => {
    const isMutation = request.source.startsWith('mutation');
    transaction = isMutation ? await sequelize.transaction() : undefined;
    statements.length = 0;
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"query":${JSON.stringify(request.source)},"variables":${request.variables}}`,
    });
    const answer = { status: response.status, body: await response.text() };
    const shapes = new Set(statements.map(({ text }) => shapeOf(text, language)));
    await transaction?.rollback();
    return { answer, shapes };
  };
  try {
    const positions = positionsOf(schema).flatMap((position) =>
      !relay ? position : position.type === 'ID' ? { ...position, type: 'global id' } : [],
    );
    const random = new Random(seed);
    const chosen = choosePositions(positions, count, random);
    const cases = makeCases(chosen, await forgeCursors(chosen, ask), count, random);
    await world.begin?.();
    const failures: string[] = [];
    const known = new Set<string>();
    let reached = 0;
    let seen = 0;
    const strange: { request: FuzzRequest; shape: string }[] = [];
    for (const { position, harmless, hostile } of cases) {
      const wanted: typeof strange = [];
      for (const request of hostile) {
        faults.length = 0;
        const { answer, shapes } = await ask(request);
        reached += shapes.size > 0 ? 1 : 0;
        seen += shapes.size;
        const problems = problemsOf(answer, `${request.source}${request.variables}`);
        if (problems.length + faults.length > 0) {
          failures.push(print(request, [place(position), ...problems, ...faults]));
        }
        wanted.push(...[...shapes].map((shape) => ({ request, shape })));
      }
      const own = new Set<string>();
      for (const request of harmless) {
        if (wanted.every(({ shape }) => own.has(shape))) {
          break;
        }
        for (const shape of (await ask(request)).shapes) {
          own.add(shape);
          known.add(shape);
        }
      }
      strange.push(...wanted.filter(({ shape }) => !own.has(shape)));
    }
    const unknown = strange.filter(({ shape }) => !known.has(shape));
    failures.push(...unknown.map(({ request, shape }) => print(request, [`another statement: ${shape}`])));
    if ((await sequelize.models.Vault?.count({ where: { v: secret } })) !== 1) {
      failures.push('The table that is not served was changed.');
    }
    return {
      positions: cases.length,
      arguments: new Set(cases.map(({ position }) => position.argument)).size,
      reached,
      statements: seen,
      elsewhere: strange.length,
      shapes: known,
      failures,
    };
  } finally {
    await server.stop();
  }
}

async function makeIdempotencyTable({
  sequelize,
  schema,
}: FuzzWorld): Promise<{ tableName: string; schema?: string }> {
  const place = schema === undefined ? {} : { schema };
  const module = {
    exports: {} as { up(queryInterface: QueryInterface, types: typeof DataTypes): Promise<void> },
  };
  new Function('module', migrationText({ table: 'zz_once', ...place }))(module);
  await module.exports.up(sequelize.getQueryInterface(), DataTypes);
  return { tableName: 'zz_once', ...place };
}

function place({ argument, labels }: Position): string {
  return [argument, ...labels].join('.');
}

function print({ source, variables }: FuzzRequest, lines: readonly string[]): string {
  return [...lines, shorten(source), shorten(variables)].join('\n');
}

function shorten(text: string): string {
  return text.length > 1_000 ? `${text.slice(0, 500)} ... ${text.slice(-500)}` : text;
}
