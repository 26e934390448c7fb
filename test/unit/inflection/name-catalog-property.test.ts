import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { validateSchema } from 'graphql';
import { DataTypes, Sequelize } from 'sequelize';
import { analyseModels, createSchema } from '../../../src/build/create-schema.ts';

interface ModelPlan {
  readonly name: string;
  readonly attributes: readonly string[];
  readonly aliases: readonly string[];
  readonly labels: readonly string[];
}

const reserved = [
  ...['Query', 'Mutation', 'Subscription', 'String', 'Date', 'JSON', 'PageInfo', 'Node', 'ID', 'Json'],
  ...[
    'News',
    'Task',
    'Tasks',
    'task',
    'TaskKey',
    'TaskStatus',
    'http_log',
    'HttpLog',
    '__Type',
    '_id',
    '2nd',
  ],
  ...['user', 'User', 'userId', 'user_id', 'a-b', 'a_b', 'aB', 'AB'],
];

const word = fc.oneof(
  fc.constantFrom(...reserved),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }),
  fc.string({ unit: fc.constantFrom('a', 'B', '_', '1', 'é', '日', ' '), minLength: 1, maxLength: 6 }),
);

const model: fc.Arbitrary<ModelPlan> = fc.record({
  name: word,
  attributes: fc.uniqueArray(word, { maxLength: 5 }),
  aliases: fc.uniqueArray(word, { maxLength: 4 }),
  labels: fc.uniqueArray(word, { minLength: 1, maxLength: 4 }),
});

const models = fc.uniqueArray(model, { minLength: 1, maxLength: 5, selector: ({ name }) => name });

/**
 * Defines the models in their order; each alias leads to the next model. What Sequelize itself refuses is left out. Before
 * the model at `stranger` it defines one that has nothing to do with the others.
 */
function define(plans: readonly ModelPlan[], stranger = -1): Sequelize {
  const sequelize = new Sequelize({ dialect: 'postgres', define: { timestamps: false } });
  for (const [position, { name, attributes, labels }] of plans.entries()) {
    if (position === stranger) {
      sequelize.define('Zyxwv', { qponm: DataTypes.ENUM('x') });
    }
    const columns = attributes.map((attribute, index) => [
      attribute,
      index % 2 === 0
        ? { type: DataTypes.ENUM(...labels), unique: 'together' }
        : { type: DataTypes.STRING, unique: index === 1 },
    ]);
    sequelize.define(name, Object.fromEntries(columns));
  }
  for (const [position, { name, aliases }] of plans.entries()) {
    const source = sequelize.model(name);
    const target = sequelize.model((plans[(position + 1) % plans.length] as ModelPlan).name);
    for (const [index, as] of aliases.entries()) {
      if (!(as in source.getAttributes())) {
        source.belongsTo(target, { as, foreignKey: `fk_${index}` });
      }
    }
  }
  return sequelize;
}

/** Words that Sequelize itself cannot take as the name of a model or an attribute. */
function isTaken({ name, attributes, aliases }: ModelPlan): boolean {
  return [name, ...attributes, ...aliases].some((text) => text in Object.prototype || text === 'id');
}

describe('nameCatalog, whatever the models are called', () => {
  const plans = models.filter((all) => !all.some(isTaken));

  it('makes a valid schema', () => {
    fc.assert(
      fc.property(plans, (all) => {
        const schema = createSchema(define(all), { onFinding: () => undefined });
        expect(validateSchema(schema)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('keeps every name when a model is added that has nothing to do with the others', () => {
    fc.assert(
      fc.property(plans, fc.nat(), (all, position) => {
        const before = analyseModels(define(all)).names.models;
        const after = analyseModels(define(all, position % all.length)).names.models;
        expect(Object.keys(after)).toContain('Zyxwv');
        expect(after).toMatchObject(before);
      }),
      { numRuns: 60 },
    );
  });
});
