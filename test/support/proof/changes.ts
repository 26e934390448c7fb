import type { Model, ModelStatic, Sequelize } from 'sequelize';
import { hidden } from './define-models.ts';

type Change = (sequelize: Sequelize) => Promise<void>;

/** What changes of that which the viewer must not notice. */
export const changesOf = (hiddenAttributes = hidden): Readonly<Record<string, Change>> => ({
  'hidden attributes': (sequelize) =>
    eachRow(sequelize, (model, row) => {
      const id = Number(row.get('id') ?? row.get('tagId'));
      return Object.fromEntries(
        (hiddenAttributes[model] ?? []).map((attribute) => [
          attribute,
          other(attribute, id, row.getDataValue(attribute as never)),
        ]),
      );
    }),
  'hidden rows': (sequelize) =>
    eachRow(sequelize, (_, row) => {
      if (row.get('side') !== 'out') {
        return {};
      }
      const names = Object.keys((row.constructor as ModelStatic<Model>).rawAttributes);
      const kept = ['id', 'side', 'taskId', 'tagId', 'subjectType', 'deletedAt', 'pay', 'all'];
      return Object.fromEntries(
        names
          .filter((name) => !kept.includes(name))
          .map((name) => [
            name,
            name.endsWith('Id')
              ? moved(row.get(name))
              : other(name, 7 + Number(row.get('id') ?? 0), row.getDataValue(name as never)),
          ]),
      );
    }),
  'hidden rows that go': async ({ models }) => {
    for (const name of Object.keys(hidden)) {
      await models[name]?.unscoped().destroy({ where: { side: 'out' }, force: true, hooks: false });
    }
  },
});

function other(name: string, id: number, value: unknown): unknown {
  if (name.endsWith('Id')) {
    return id === 1 ? 1 : 3 - (id % 3);
  }
  if (name === 'id') {
    return id + 100;
  }
  if (name === 'deletedAt') {
    return value === null || value === undefined ? null : new Date(id * 86_400_000);
  }
  if (name === 'version') {
    return 5;
  }
  return typeof value === 'string' ? `zz${9 - id}` : 90 - 10 * id;
}

function moved(value: unknown): unknown {
  return value === 1 ? 3 : 1;
}

async function eachRow(
  { models }: Sequelize,
  change: (model: string, row: Model) => Record<string, unknown>,
): Promise<void> {
  for (const name of Object.keys(hidden)) {
    const model = models[name]?.unscoped() as ModelStatic<Model>;
    for (const row of await model.findAll({ paranoid: false })) {
      const where = Object.fromEntries(model.primaryKeyAttributes.map((key) => [key, row.get(key)]));
      await model.update(change(name, row), { where, hooks: false, paranoid: false } as never);
    }
  }
}
