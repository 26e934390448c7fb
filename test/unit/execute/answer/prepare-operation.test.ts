import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { type DocumentNode, parse, validate } from 'graphql';
import { DataTypes, Sequelize } from 'sequelize';
import { getPreparedOperations } from '../../../../src/build/build-schema.ts';
import { createSchema, type KinqlOptions } from '../../../../src/build/create-schema.ts';
import type { PreparedOperation } from '../../../../src/execute/answer/prepare-operation.ts';
import { toGlobalId } from '../../../../src/plan/global-id.ts';

/** Prepares operations of a schema of two models, without a database. */
function preparing(options: KinqlOptions = {}) {
  const sequelize = new Sequelize({ dialect: 'postgres', define: { timestamps: false } });
  const User = sequelize.define('User', { name: DataTypes.STRING });
  const Task = sequelize.define(
    'Task',
    { name: { type: DataTypes.STRING, unique: true }, data: DataTypes.JSONB, weight: DataTypes.DOUBLE },
    { scopes: { named: ({ name }: { name: string }) => ({ where: { name }, order: ['name'] }) } },
  );
  Task.belongsTo(User, { as: 'user', foreignKey: 'userId' });
  const schema = createSchema(sequelize, { onFinding: () => {}, ...options });
  const operations = getPreparedOperations(schema);
  const prepare = (
    source: string | DocumentNode,
    variables: Record<string, unknown> | null = {},
    operationName: string | null = null,
  ): PreparedOperation | null => {
    const document = typeof source === 'string' ? parse(source) : source;
    expect(validate(schema, document)).toEqual([]);
    return operations?.prepare(schema, document, operationName, variables) ?? null;
  };
  return { prepare, User, Task, sequelize };
}

/** Whether the one document is planned once for both. */
function sharesPlan(
  { prepare }: ReturnType<typeof preparing>,
  source: string,
  one: Record<string, unknown>,
  other: Record<string, unknown>,
): boolean {
  const document = parse(source);
  const first = prepare(document, one)?.direct;
  expect(first).toBeTruthy();
  return prepare(document, other)?.direct === first;
}

describe('an operation', () => {
  const world = preparing();
  const byId = 'query ($id: ID!) { task(id: $id) { name } }';

  it('is planned once for a document and its variables', () => {
    expect(sharesPlan(world, '{ tasks { name } }', {}, {})).toBe(true);
    expect(
      sharesPlan(world, 'query ($limit: Int) { tasks(limit: $limit) { name } }', { limit: 1 }, { limit: 1 }),
    ).toBe(true);
  });

  it('is planned once for all keys, and has the variables of each', () => {
    expect(sharesPlan(world, byId, { id: 1 }, { id: 'other' })).toBe(true);
    const document = parse(byId);
    expect([1, 'x'].map((id) => world.prepare(document, { id })?.variableValues.id)).toEqual(['1', 'x']);
  });

  it('is planned anew for other variables, be they absent, null or defaults', () => {
    const source =
      'query ($limit: Int = 7, $name: String) { tasks(limit: $limit, where: { name: { eq: $name } }) { name } }';
    const document = parse(source);
    const all = [{}, { limit: 7 }, { limit: 8 }, { name: 'a' }, { name: '' }, { name: null }, { name: '1' }];
    const plans = all.map((variables) => world.prepare(document, variables)?.direct);
    expect(plans[1]).toBe(plans[0]);
    expect(new Set(plans).size).toBe(all.length - 1);
  });

  it('is planned anew for each directive that leaves other fields', () => {
    const source = 'query ($if: Boolean!) { tasks { name @include(if: $if) id @skip(if: $if) } }';
    expect(sharesPlan(world, source, { if: true }, { if: false })).toBe(false);
  });

  it.each([
    ['instants', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['objects of classes', new Map([['a', 1]]), {}],
    ['objects with a say in their JSON', { toJSON: () => 'a' }, 'a'],
    ['members that are undefined', { a: undefined }, {}],
  ])('tells %s in variables from what JSON makes of them', (_, value, json) => {
    const source = 'query ($data: [JSON]) { tasks(where: { data: { in: $data } }) { name } }';
    expect(sharesPlan(world, source, { data: [value] }, { data: [json] })).toBe(false);
    expect(sharesPlan(world, source, { data: [json] }, { data: [value] })).toBe(false);
  });

  it('is planned anew each time where its variables are long', () => {
    const source = 'query ($name: String) { tasks(where: { name: { eq: $name } }) { name } }';
    const name = 'a'.repeat(3_000);
    expect(sharesPlan(world, source, { name }, { name })).toBe(false);
  });

  it('is the one with the name, in a document of several', () => {
    const document = parse('query A { tasks { id } } query B { users { name } }');
    const root = (name: string | null) =>
      world.prepare(document, {}, name)?.direct?.shape.fields.map(({ responseName }) => responseName);
    expect([root('A'), root('B'), root('A')]).toEqual([['tasks'], ['users'], ['tasks']]);
    expect([root(null), root('C'), root('')]).toEqual([undefined, undefined, undefined]);
    expect(world.prepare(parse('{ tasks { id } }'), {}, '')).toBeNull();
  });

  it('is not there for variables that do not fit: graphql-js says why', () => {
    expect(world.prepare(byId, {})).toBeNull();
    expect(world.prepare(byId, { id: [] })).toBeNull();
  });

  it.each([
    ['of introspection', '{ tasks { id } __schema { queryType { name } } }'],
    ['that cannot be answered', '{ tasks(offset: -1) { id } users { id } }'],
  ])('%s is left to graphql-js', (_, source) => {
    expect(world.prepare(source)).toMatchObject({ refusal: null, direct: null });
  });

  it('that cannot be planned is left to graphql-js, too', () => {
    const source = 'query ($data: JSON) { tasks(where: { data: { eq: $data } }) { name } }';
    expect(world.prepare(source, { data: 1n })).toMatchObject({ refusal: null, direct: null });
  });

  it('that costs too much is refused', () => {
    const { prepare } = preparing({ limits: { cost: 10 } });
    expect(prepare('{ tasks(limit: 100) { id } }')?.refusal?.message).toContain('(limits.cost)');
  });
});

describe('plans that are kept', () => {
  it('are bounded: the one that was not used for longest is made anew', () => {
    const world = preparing();
    const document = parse('query ($limit: Int) { tasks(limit: $limit) { name } }');
    const planOf = (limit: number) => world.prepare(document, { limit })?.direct;
    const [first, second] = [planOf(1), planOf(2)];
    for (let limit = 3; limit <= 1_000; limit += 1) {
      planOf(limit);
    }
    expect(planOf(1)).toBe(first);
    planOf(1_001);
    expect(planOf(1)).toBe(first);
    expect(planOf(2)).not.toBe(second);
  });

  it('are bounded by their fields, too', () => {
    const world = preparing();
    const names = Array.from({ length: 1_000 }, (_, index) => `a${index}: name`);
    const large = parse(`query ($limit: Int) { tasks(limit: $limit) { ${names.join(' ')} } }`);
    const planOf = (limit: number) => world.prepare(large, { limit })?.direct;
    const first = planOf(1);
    for (let limit = 2; limit <= 49; limit += 1) {
      planOf(limit);
    }
    expect(planOf(1)).toBe(first);
    for (let limit = 50; limit <= 98; limit += 1) {
      planOf(limit);
    }
    expect(planOf(1)).not.toBe(first);
  });

  it('are bounded by what their filters take, be these in the document or in its variables', () => {
    const world = preparing();
    const bounded = (prepare: (name: string) => PreparedOperation | null) => {
      const planOf = (index: number) => prepare(`${index}`.padEnd(1_900, '_'))?.direct;
      const first = planOf(0);
      expect(planOf(0)).toBe(first);
      for (let index = 1; index <= 700; index += 1) {
        planOf(index);
      }
      expect(planOf(0)).not.toBe(first);
    };
    const documents = new Map<string, DocumentNode>();
    bounded((name) => {
      const document = documents.get(name) ?? parse(`{ tasks(where: { name: { eq: "${name}" } }) { name } }`);
      documents.set(name, document);
      return world.prepare(document);
    });
    const document = parse('query ($name: String) { tasks(where: { name: { eq: $name } }) { name } }');
    bounded((name) => world.prepare(document, { name }));
  });

  it('hold no keys of the requests that they were made for', () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const heap = () => {
      collect();
      return process.memoryUsage().heapUsed;
    };
    const world = preparing();
    const documents = Array.from({ length: 30 }, () => parse('query ($id: ID!) { task(id: $id) { name } }'));
    const prepareAll = (length: number) =>
      documents.map(
        (document) => world.prepare(document, { id: Buffer.alloc(length, 'x').toString('latin1') })?.direct,
      );
    const before = heap();
    const plans = prepareAll(1_000_000);
    expect(heap() - before).toBeLessThan(10_000_000);
    expect(prepareAll(1).every((plan, index) => plan && plan === plans[index])).toBe(true);
  });

  it('join no rows that a find hook is to see, though it was added later', () => {
    const world = preparing();
    const document = parse('{ tasks { user { name } } }');
    const joins = () =>
      Object.values(world.prepare(document)?.direct?.plan.reads ?? {}).filter((read) => 'joined' in read)
        .length;
    expect(joins()).toBe(1);
    world.User.addHook('afterFind', 'later', () => {});
    expect([joins(), joins()]).toEqual([0, 0]);
    world.User.removeHook('afterFind', 'later');
    const other = preparing();
    other.prepare(document);
    other.Task.addHook('afterFind', () => {});
    expect(
      Object.values(other.prepare(document)?.direct?.plan.reads ?? {}).some((read) => 'joined' in read),
    ).toBe(false);
  });

  it('are none of an operation whose named scopes have a say in its order', () => {
    const world = preparing({ models: { Task: { scopes: { named: { arguments: { name: 'String!' } } } } } });
    const source = 'query ($name: String!) { tasks(scopes: { named: { name: $name } }) { name } }';
    expect(sharesPlan(world, source, { name: 'a' }, { name: 'a' })).toBe(false);
  });

  it('do not keep what the first request writes', async () => {
    const { prepare } = preparing({ writes: true });
    const document = parse('mutation ($data: TaskCreate!) { createTask(data: $data) { task { name } } }');
    const prepareFirst = () => {
      const first = prepare(document, { data: { name: 'a' } });
      return { direct: first?.direct, data: new WeakRef(first?.variableValues.data as object) };
    };
    const { direct, data } = prepareFirst();
    expect(direct?.selected()).toEqual([]);
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    // A reference that was looked at is held until its turn is over.
    await setImmediate();
    collectGarbage();
    expect(data.deref()).toBeUndefined();
    expect(prepare(document, { data: { name: 'b' } })?.direct).toBe(direct);
  });

  it('are not spoilt by a text that is no global id', () => {
    const world = preparing({ relay: true });
    const document = parse('query ($id: ID!) { task(id: $id) { name } }');
    expect(world.prepare(document, { id: 'garbage' })).toMatchObject({ direct: null });
    const id = toGlobalId('Task', 1);
    expect(world.prepare(document, { id })?.direct).toBeTruthy();
  });
});
