// Values that do not fit and getters that throw, at random places: what is null then, and which errors say so, is as
// graphql-js has it. Where several could be the reason for one null, graphql-js tells the one that it meets first.
import { describe, expect, it } from '@jest/globals';
import {
  defaultFieldResolver,
  type ExecutionResult,
  execute as executeByResolvers,
  type GraphQLSchema,
  isObjectType,
  parse,
} from 'graphql';
import { DataTypes, type Model } from 'sequelize';
import { createSchema } from '../../src/build/create-schema.ts';
import { execute, executeToText } from '../../src/build/execute.ts';
import { Random } from '../support/differential/random.ts';
import { onEachDatabase } from '../support/on-each-database.ts';

const runs = 60;

/** Each is 0 where all is well; what is not, only SQLite keeps in a column of whole numbers. */
const columns = ['sure', 'certain', 'maybe', 'perhaps'] as const;

/** A random selection on an item, of at most so many levels. */
function selection(random: Random, depth: number): string {
  const leaves = [...columns, 'id', 'thrown', 'list', '__typename'].filter(() => random.chance(0.4));
  const inner = () => selection(random, depth - 1);
  const objects =
    depth === 0
      ? []
      : [
          () => `box ${inner()}`,
          () => `other: box ${inner()}`,
          () => `shelf ${inner()}`,
          () => `items(limit: ${random.between(0, 4)}) ${inner()}`,
          () => `itemsConnection(first: 3) { totalCount nodes ${inner()} edges { cursor node ${inner()} } }`,
        ]
          .filter(() => random.chance(0.35))
          .map((print) => print());
  const fields = random.shuffle([...leaves, ...objects]);
  return `{ ${fields.length === 0 ? 'id' : fields.join(' ')} }`;
}

interface Outcome {
  readonly data: unknown;
  /** Where there is null for an error. */
  readonly nulled: readonly string[];
  /** Of errors that are the reason for a null in their own place, all that a client sees of them. */
  readonly own: readonly string[];
}

function outcomeOf({ data, errors = [] }: ExecutionResult): Outcome {
  const nulled = new Set<string>();
  const own: string[] = [];
  for (const { path = [], message, locations, extensions } of errors) {
    let value: unknown = data;
    const steps = [...path];
    const place: (string | number)[] = [];
    while (value !== null && steps.length > 0) {
      const step = steps.shift() as string | number;
      place.push(step);
      value = (value as Record<string | number, unknown>)[step];
    }
    expect(value).toBeNull();
    nulled.add(place.join('.'));
    if (steps.length === 0) {
      own.push(JSON.stringify([path, message, locations, extensions.code]));
    }
  }
  return { data: JSON.parse(JSON.stringify(data)), nulled: [...nulled].sort(), own: own.sort() };
}

/** The outcome of a query, once it is sure to be the same as by graphql-js; no errors at all, and it is written as text. */
async function sameOutcome(
  schema: GraphQLSchema,
  reference: GraphQLSchema,
  source: string,
): Promise<Outcome> {
  const execution = { schema, document: parse(source) };
  const expected = outcomeOf(await executeByResolvers({ ...execution, schema: reference }));
  const result = await execute(execution);
  expect(outcomeOf(result)).toEqual(expected);
  expect(await executeToText(execution)).toEqual(
    result.errors === undefined ? { text: JSON.stringify(result.data) } : result,
  );
  return expected;
}

/** Of a list with an item that fails at once, graphql-js forgets the items under way, and nobody hears how they end. */
function withPromises(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType)) {
    for (const field of Object.values(type.getFields())) {
      const { resolve = defaultFieldResolver } = field;
      field.resolve = async (...given) => resolve(...given);
    }
  }
  return schema;
}

describe('answers with errors', () => {
  onEachDatabase(
    {
      name: 'answers_with_errors',
      define(sequelize) {
        const number = DataTypes.INTEGER;
        const Item = sequelize.define(
          'Item',
          {
            sure: { type: number, allowNull: false },
            certain: { type: number, allowNull: false },
            maybe: number,
            perhaps: number,
            thrown: {
              type: DataTypes.VIRTUAL(DataTypes.STRING, ['maybe']),
              get() {
                if ((this as unknown as Model).get('maybe') !== 0) {
                  throw new Error('The getter throws.');
                }
                return 'fine';
              },
            },
            list: {
              type: DataTypes.VIRTUAL(DataTypes.JSON, ['perhaps']),
              get() {
                return [(this as unknown as Model).get('perhaps')];
              },
            },
          },
          { timestamps: false },
        );
        const required = { allowNull: false };
        Item.belongsTo(Item, { as: 'box', foreignKey: { name: 'boxId', ...required } });
        Item.belongsTo(Item, { as: 'shelf', foreignKey: 'shelfId' });
        Item.hasMany(Item, { as: 'items', foreignKey: 'boxId' });
      },
      options: { nonNullParents: true },
      only: ['sqlite'],
    },
    (world) => {
      it(`are those of graphql-js for ${runs} random queries`, async () => {
        const { sequelize } = world();
        const reference = withPromises(
          createSchema(sequelize, { nonNullParents: true, onFinding: () => {} }),
        );
        await sequelize.query('PRAGMA foreign_keys = OFF');
        let errors = 0;
        for (let seed = 1; seed <= runs; seed += 1) {
          const random = new Random(seed);
          await sequelize.query('DELETE FROM Items');
          const share = random.pick([0, 0.03, 0.2]);
          for (let id = 1; id <= 6; id += 1) {
            const values = columns.map((column) =>
              random.chance(share)
                ? "'unfit'"
                : random.chance(share) && (column === 'maybe' || column === 'perhaps')
                  ? 'NULL'
                  : '0',
            );
            const box = random.chance(share) ? 99 : random.between(1, 6);
            await sequelize.query(
              `INSERT INTO Items (id, ${columns.join(', ')}, boxId, shelfId) VALUES (${[id, ...values, box, random.between(1, 9)].join(', ')})`,
            );
          }
          const source = `{ items(limit: 4) ${selection(random, 3)} item(id: 2) ${selection(random, 2)} }`;
          try {
            errors += (await sameOutcome(world().schema, reference, source)).nulled.length;
          } catch (error) {
            throw new Error(`seed ${seed}: ${source}\n${(error as Error).message}`);
          }
        }
        expect(errors).toBeGreaterThan(runs);
      });
    },
  );
});
