import { type ExecutionArgs, execute, type GraphQLSchema, parse, validate } from 'graphql';
import { createSchema } from '../../../src/build/create-schema.ts';
import { isAnswer, runOperation, toResult } from '../../../src/build/execute.ts';
import type { PrepareSettings } from '../../../src/execute/answer/prepare-operation.ts';
import { openDatabase, schemaNameOf, type TestDatabase } from '../databases.ts';
import { Cursors } from './cursors.ts';
import { defineModels } from './define-models.ts';
import { differences } from './expected.ts';
import type { ModelSet } from './model-set.ts';
import { type PrintedOperation, printOperation, type Selection } from './operation.ts';
import { Random } from './random.ts';
import { randomModelSet } from './random-model-set.ts';
import { randomOperation } from './random-operation.ts';
import { pageSize, Reference } from './reference.ts';
import { type Data, insertRows, randomRows, readData } from './rows.ts';
import { shrinkOperation } from './shrink.ts';
import { askTextRules } from './text-rules.ts';

/** How many operations one model set answers. */
export const operationsPerSet = 100;

/** Operations whose answers were not those of the reference, and what is needed to look into them. */
export interface Failure {
  readonly seed: number;
  readonly operation: PrintedOperation;
  readonly differences: readonly string[];
  readonly expected: unknown;
  readonly actual: unknown;
  readonly models: ModelSet;
  readonly rows: unknown;
}

/** Makes the model set of a seed with its rows, and compares the answers to `count` random operations with the reference's. */
export async function runModelSet(
  database: TestDatabase,
  name: string,
  seed: number,
  count = operationsPerSet,
): Promise<readonly Failure[]> {
  const random = new Random(seed, database.name === 'sqlite' ? 15 : 20);
  const set = randomModelSet(random, database.name !== 'mariadb');
  const written = randomRows(random, set);
  const instance = await openDatabase(database, name);
  const { sequelize } = instance;
  try {
    defineModels(sequelize, set);
    await sequelize.sync();
    await insertRows(sequelize, set, written);
    const data = await readData(sequelize, set, written);
    const rules = await askTextRules(sequelize, schemaNameOf(database, name));
    const schema = createSchema(sequelize, { page: pageSize, onFinding: () => {} });
    const cursors = new Cursors();
    const reference = new Reference(set, data, rules, cursors);
    const failures: Failure[] = [];
    for (let index = 0; index < count; index += 1) {
      const operation = randomOperation({ random, schema, set, rows: data.rows, cursors });
      const failure = await compareAnswers(operation, random, schema, reference, cursors);
      if (failure !== null) {
        failures.push({
          seed,
          ...(await explain(operation, schema, reference, cursors, failure)),
          models: set,
          rows: printData(data),
        });
      }
    }
    return failures;
  } finally {
    await instance.close();
  }
}

type Outcome = Pick<Failure, 'operation' | 'differences' | 'expected' | 'actual'>;

async function compareAnswers(
  operation: readonly Selection[],
  random: Random,
  schema: GraphQLSchema,
  reference: Reference,
  cursors: Cursors,
): Promise<Outcome | null> {
  const printed = printOperation(operation, random);
  const document = parse(printed.source);
  const [problem] = validate(schema, document);
  if (problem !== undefined) {
    return { operation: printed, differences: [`invalid: ${problem.message}`], expected: null, actual: null };
  }
  const execution = { schema, document, variableValues: printed.variables, contextValue: {} };
  const { data, errors } = await execute(execution);
  if (data === undefined) {
    const refusal = `invalid: ${errors?.[0]?.message}`;
    return { operation: printed, differences: [refusal], expected: null, actual: null };
  }
  const expected = reference.answer(operation);
  const found = [
    ...(errors === undefined ? await directDifferences(execution, data, { joins: true }) : []),
    ...(errors === undefined ? await directDifferences(execution, data, { joins: false }) : []),
    ...(errors ?? []).map(
      (error) => `error: ${error.message} ${String((error.originalError as Error | undefined)?.cause ?? '')}`,
    ),
    ...differences(expected, data, (cursor, { model, orderBy, row }) =>
      cursors.add(model, orderBy, cursor, row),
    ),
  ];
  return found.length === 0 ? null : { operation: printed, differences: found, expected, actual: data };
}

/** What is not the same where the operation is run as a whole, without graphql-js, and where it is written as text. */
async function directDifferences(
  execution: ExecutionArgs,
  data: unknown,
  settings: PrepareSettings,
): Promise<readonly string[]> {
  const executed = await runOperation(execution, settings);
  if (!isAnswer(executed)) {
    return ['direct: not run without graphql-js'];
  }
  const expected = JSON.stringify(data);
  const result = toResult(executed);
  return [
    ...(JSON.stringify(result) === `{"data":${expected}}` ? [] : [`direct: ${JSON.stringify(result)}`]),
    ...(executed.write() === expected ? [] : [`direct, as text: ${executed.write()}`]),
  ];
}

/** The failure of the smallest part of the operation that still fails; of the whole, where no part fails by itself. */
async function explain(
  operation: readonly Selection[],
  schema: GraphQLSchema,
  reference: Reference,
  cursors: Cursors,
  whole: Outcome,
): Promise<Outcome> {
  const compare = async (part: readonly Selection[]): Promise<Outcome | null> => {
    try {
      const outcome = await compareAnswers(part, new Random(1), schema, reference, cursors);
      return outcome?.differences.some((difference) => difference.startsWith('invalid: ')) ? null : outcome;
    } catch {
      return null;
    }
  };
  const smallest = await shrinkOperation(operation, async (part) => (await compare(part)) !== null);
  return (await compare(smallest)) ?? whole;
}

function printData({ rows }: Data): unknown {
  return Object.fromEntries(rows);
}

/** A failure as text, with the seed that makes it again. */
export function printFailure({
  seed,
  operation,
  differences: found,
  expected,
  actual,
  models,
  rows,
}: Failure): string {
  const print = (value: unknown) =>
    JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? String(item) : item));
  return [
    `seed ${seed}`,
    operation.source,
    `variables ${print(operation.variables)}`,
    ...found.slice(0, 10),
    `expected ${print(expected)}`,
    `actual   ${print(actual)}`,
    `models ${print(models.models.map(({ name, key, paranoid, scope, attributes, associations }) => ({ name, key, paranoid, scope, attributes: attributes.map((a) => `${a.name} ${a.kind}${a.nullable ? '?' : ''}${a.unique ? ' unique' : ''}`), associations: associations.map(({ constraints, ...rest }) => rest) })))}`,
    `rows ${print(rows)}`,
  ].join('\n');
}
