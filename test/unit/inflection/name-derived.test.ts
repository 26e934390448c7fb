import { describe, expect, it } from '@jest/globals';
import { DataTypes, Sequelize } from 'sequelize';
import { analyseModels, createSchema } from '../../../src/build/create-schema.ts';
import type { Finding } from '../../../src/catalog/finding.ts';
import { defaultInflection } from '../../../src/inflection/inflection.ts';
import type { Names } from '../../../src/inflection/name-catalog.ts';

interface Named {
  readonly names: Names;
  /** `place: what it is called` of each clash of types. */
  readonly clashes: readonly string[];
}

const status = { status: DataTypes.ENUM('open') };

/** Names models, whose schema must be whole. */
function nameModels(...models: readonly string[]): Named {
  return nameAll((sequelize) => {
    for (const name of models) {
      sequelize.define(name, status);
    }
  });
}

function nameAll(define: (sequelize: Sequelize) => unknown, options = {}): Named {
  const sequelize = new Sequelize({ dialect: 'postgres', define: { timestamps: false } });
  define(sequelize);
  createSchema(sequelize, { ...options, onFinding: () => undefined });
  const { names, findings } = analyseModels(sequelize, options);
  const isClash = ({ code, message }: Finding) => code === 'NAME_CLASH' && message.startsWith('The type');
  return {
    names,
    clashes: findings.filter(isClash).map(({ place, served }) => `${place}: ${served}`),
  };
}

const derivedOf = ({ names }: Named, model: string) => names.models[model]?.derived;
const typesOf = ({ names }: Named) => Object.values(names.models).map(({ type }) => type);

describe('a model that is called like a type that another one brings', () => {
  it.each([
    ['Task', 'TaskWhere', 'Where', 'Task_Where'],
    ['Task', 'TaskManyWhere', 'ManyWhere', 'Task_ManyWhere'],
    ['Task', 'TaskOrderBy', 'OrderBy', 'Task_OrderBy'],
    ['Task', 'TaskHaving', 'Having', 'Task_Having'],
    ['Task', 'TaskAggregate', 'Aggregate', 'Task_Aggregate'],
    ['User', 'UserConnection', 'Connection', 'User_Connection'],
    ['User', 'UserEdge', 'Edge', 'User_Edge'],
  ] as const)('%s and %s: the model has the name, whichever comes first', (model, other, derived, name) => {
    for (const models of [
      [model, other],
      [other, model],
    ]) {
      const named = nameModels(...models);
      expect(typesOf(named)).toEqual(models);
      expect(derivedOf(named, model)?.[derived]).toBe(name);
      expect(named.clashes).toEqual([`${derived} of ${model}: it is called ${name}.`]);
    }
  });

  it('changes no other name of either', () => {
    const named = nameModels('Task', 'TaskWhere');
    expect(derivedOf(named, 'Task')).toMatchObject({ OrderBy: 'TaskOrderBy', ManyWhere: 'TaskManyWhere' });
    expect(derivedOf(named, 'TaskWhere')).toMatchObject({
      Where: 'TaskWhereWhere',
      OrderBy: 'TaskWhereOrderBy',
    });
  });

  it.each([
    [
      ['Device', 'DeviceGroup'],
      'Group of Device: they are called Device_Group, Device_GroupKeys, Device_GroupBy, Device_GroupKeysOrderBy, Device_GroupOrderBy.',
      { Group: 'Device_Group', GroupKeys: 'Device_GroupKeys', GroupBy: 'Device_GroupBy' },
      { Group: 'DeviceGroupGroup', OrderBy: 'DeviceGroupOrderBy', GroupBy: 'DeviceGroupGroupBy' },
    ],
    [
      ['Task', 'TaskSum'],
      'Sum of Task: they are called Task_Sum, Task_SumHaving, Task_SumOrderBy.',
      { Sum: 'Task_Sum', SumHaving: 'Task_SumHaving', SumOrderBy: 'Task_SumOrderBy', Avg: 'TaskAvg' },
      { OrderBy: 'TaskSumOrderBy', Having: 'TaskSumHaving' },
    ],
    [
      ['Task', 'TaskMany'],
      'ManyWhere of Task: it is called Task_ManyWhere.',
      { Where: 'TaskWhere', ManyWhere: 'Task_ManyWhere' },
      { Where: 'TaskManyWhere', ManyWhere: 'TaskManyManyWhere' },
    ],
  ] as const)('parts what belongs together with it, in one warning: %j', (models, clash, short, long) => {
    for (const order of [models, models.toReversed()]) {
      const named = nameModels(...order);
      expect(named.clashes).toEqual([clash]);
      expect(derivedOf(named, models[0])).toMatchObject(short);
      expect(derivedOf(named, models[1])).toMatchObject(long);
    }
  });

  it('has the name before the filter of an enum', () => {
    const named = nameModels('Task', 'TaskStatusFilter');
    expect(typesOf(named)).toEqual(['Task', 'TaskStatusFilter']);
    expect(named.names.models.Task?.enumFilters).toEqual({ status: 'TaskStatus_Filter' });
    expect(named.clashes).toEqual(['Filter of Task.status: it is called TaskStatus_Filter.']);
  });

  it('wins where it is the model between two others, named after both', () => {
    const named = nameAll((sequelize) => {
      const [Task, User] = [sequelize.define('Task', {}), sequelize.define('User', {})];
      Task.belongsToMany(User, { as: 'users', through: 'TaskUsers' });
    });
    expect(derivedOf(named, 'TaskUsers')).toMatchObject({
      Connection: 'TaskUsersConnection',
      Edge: 'TaskUsersEdge',
    });
    expect(named.names.models.Task?.links).toEqual({
      'Task.users': {
        Connection: 'Task_UsersConnection',
        Edge: 'Task_UsersEdge',
        ManyWhere: 'Task_UsersManyWhere',
        OrderBy: 'Task_UsersOrderBy',
      },
    });
    expect(named.clashes).toEqual([
      'Connection of Task.users: they are called Task_UsersConnection, Task_UsersEdge, Task_UsersManyWhere, Task_UsersOrderBy.',
    ]);
  });

  it('has the name before what writes rows', () => {
    const named = nameAll(
      (sequelize) => {
        const [Task, User] = [sequelize.define('Task', {}), sequelize.define('User', {})];
        sequelize.define('TaskCreate', {});
        Task.belongsToMany(User, { as: 'users', through: 'TaskUsers' });
      },
      { writes: true },
    );
    const { Task, TaskUsers } = named.names.writes;
    expect(Task?.types).toMatchObject({ Create: 'Task_Create', Update: 'TaskUpdate' });
    expect(TaskUsers?.types).toMatchObject({
      CreateMany: 'TaskUsersCreateMany',
      Payload: 'TaskUsersPayload',
      ManyPayload: 'TaskUsers_ManyPayload',
    });
    expect(Task?.links['Task.users']).toEqual({
      Through: 'Task_UsersThrough',
      LinkCreate: 'Task_UsersLinkCreate',
      LinkConnect: 'Task_UsersLinkConnect',
      LinkConnectOrCreate: 'Task_UsersLinkConnectOrCreate',
      LinkUpdate: 'Task_UsersLinkUpdate',
      CreateMany: 'Task_UsersCreateMany',
      UpdateMany: 'Task_UsersUpdateMany',
    });
  });

  it("goes by the team's own rules", () => {
    const named = nameAll(
      (sequelize) => {
        sequelize.define('Task', {});
        sequelize.define('TaskFilter', {});
      },
      {
        inflection: {
          derivedTypeName: (type: string, derived: 'Where') =>
            derived === 'Where' ? `${type}Filter` : defaultInflection.derivedTypeName(type, derived),
        },
      },
    );
    expect(derivedOf(named, 'Task')?.Where).toBe('Task_Filter');
    expect(derivedOf(named, 'TaskFilter')?.Where).toBe('TaskFilterFilter');
  });
});
