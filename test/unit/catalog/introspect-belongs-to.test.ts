import { describe, expect, it } from '@jest/globals';
import { DataTypes, type Model, type ModelStatic, Sequelize } from 'sequelize';
import type { Catalog, CatalogAssociation } from '../../../src/catalog/catalog.ts';
import { introspectModels } from '../../../src/catalog/introspect-models.ts';

interface TaskAndUser {
  readonly sequelize: Sequelize;
  readonly Task: ModelStatic<Model>;
  readonly User: ModelStatic<Model>;
}

/** The article's two models, associated as `associate` says. */
function introspect(associate: (models: TaskAndUser) => unknown, options = {}): Catalog {
  const sequelize = new Sequelize({ dialect: 'postgres', ...options });
  const Task = sequelize.define('Task', { taskName: DataTypes.STRING });
  const User = sequelize.define('User', { firstName: { type: DataTypes.STRING, unique: true } });
  associate({ sequelize, Task, User });
  return introspectModels(sequelize);
}

function declared(catalog: Catalog, model = 'Task'): readonly CatalogAssociation[] {
  return associationsOf(catalog, model).filter(({ inferred }) => !inferred);
}

function associationsOf(catalog: Catalog, model: string): readonly CatalogAssociation[] {
  return catalog.models.find(({ name }) => name === model)?.associations ?? [];
}

function foreignKey(catalog: Catalog, name: string) {
  const attributes = catalog.models.find((model) => model.name === 'Task')?.attributes ?? [];
  const { column, kind, sqlType, nullable, references } = attributes.find(
    (attribute) => attribute.name === name,
  ) as (typeof attributes)[number];
  return { column, kind, sqlType, nullable, references };
}

/** `Task.belongsTo(User)` without an option. */
const plain: CatalogAssociation = {
  id: 'Task.User',
  kind: 'belongsTo',
  alias: 'User',
  aliased: false,
  source: 'Task',
  target: 'User',
  sourceAttribute: 'UserId',
  targetAttribute: 'id',
  inferred: false,
  narrowed: false,
  scopeValues: null,
  targetScope: null,
  polymorphic: false,
  discriminator: null,
  constrained: true,
  onDelete: 'SET NULL',
  onUpdate: 'CASCADE',
  through: null,
  oddities: [],
};

describe('introspectModels of belongsTo', () => {
  it('takes the default foreign key, UserId, which may be null', () => {
    const catalog = introspect(({ Task, User }) => Task.belongsTo(User));
    expect(declared(catalog)).toEqual([plain]);
    expect(foreignKey(catalog, 'UserId')).toEqual({
      column: 'UserId',
      kind: 'integer',
      sqlType: 'INTEGER',
      nullable: true,
      references: 'Users',
    });
  });

  it('takes a foreign key that is given as a string', () => {
    const catalog = introspect(({ Task, User }) => Task.belongsTo(User, { foreignKey: 'fk_user' }));
    expect(declared(catalog)).toEqual([{ ...plain, sourceAttribute: 'fk_user' }]);
  });

  it('takes a foreign key that is given as an object: its name, its column, that it is not null', () => {
    const catalog = introspect(({ Task, User }) =>
      Task.belongsTo(User, { foreignKey: { name: 'userId', field: 'user_no', allowNull: false } }),
    );
    expect(declared(catalog)).toEqual([{ ...plain, sourceAttribute: 'userId', onDelete: 'NO ACTION' }]);
    expect(foreignKey(catalog, 'userId')).toEqual({
      column: 'user_no',
      kind: 'integer',
      sqlType: 'INTEGER',
      nullable: false,
      references: 'Users',
    });
  });

  it('takes what the model declares of the foreign key before what the association says', () => {
    const sequelize = new Sequelize({ dialect: 'postgres' });
    const User = sequelize.define('User', {});
    const Task = sequelize.define('Task', {
      userId: { type: DataTypes.BIGINT, field: 'usr', allowNull: false },
    });
    Task.belongsTo(User, { as: 'user', foreignKey: { name: 'userId', field: 'ignored', allowNull: true } });
    expect(foreignKey(introspectModels(sequelize), 'userId')).toEqual({
      column: 'usr',
      kind: 'bigInteger',
      sqlType: 'BIGINT',
      nullable: false,
      references: 'Users',
    });
  });

  it('takes the alias, and the foreign key named after it', () => {
    const catalog = introspect(({ Task, User }) => Task.belongsTo(User, { as: 'owner' }));
    expect(declared(catalog)).toEqual([
      { ...plain, id: 'Task.owner', alias: 'owner', aliased: true, sourceAttribute: 'ownerId' },
    ]);
  });

  it('takes a target key; the foreign key has its type, though it is still called after the primary key', () => {
    const catalog = introspect(({ Task, User }) =>
      Task.belongsTo(User, { as: 'owner', targetKey: 'firstName' }),
    );
    expect(declared(catalog)).toEqual([
      {
        ...plain,
        id: 'Task.owner',
        alias: 'owner',
        aliased: true,
        sourceAttribute: 'ownerId',
        targetAttribute: 'firstName',
      },
    ]);
    expect(foreignKey(catalog, 'ownerId')).toMatchObject({ kind: 'text', sqlType: 'VARCHAR(255)' });
  });

  it.each([
    ['RESTRICT', 'RESTRICT'],
    ['SET DEFAULT', 'SET DEFAULT'],
    ['cascade', 'CASCADE'],
    ['no action', 'NO ACTION'],
  ])('takes onDelete and onUpdate %j as %j', (given, taken) => {
    const catalog = introspect(({ Task, User }) =>
      Task.belongsTo(User, { onDelete: given, onUpdate: given }),
    );
    expect(declared(catalog)).toEqual([{ ...plain, onDelete: taken, onUpdate: taken }]);
  });

  it('sees no constraint where constraints is false', () => {
    const catalog = introspect(({ Task, User }) => Task.belongsTo(User, { constraints: false }));
    expect(declared(catalog)).toEqual([{ ...plain, constrained: false, onDelete: null, onUpdate: null }]);
    expect(foreignKey(catalog, 'UserId')).toMatchObject({ references: null });
  });

  it('sees the constraint that Sequelize makes where constraints is false and onDelete is given', () => {
    const catalog = introspect(({ Task, User }) =>
      Task.belongsTo(User, { constraints: false, onDelete: 'CASCADE' }),
    );
    expect(declared(catalog)).toEqual([{ ...plain, onDelete: 'CASCADE', onUpdate: null }]);
  });

  it('keeps several associations to one target apart, in the order of definition', () => {
    const catalog = introspect(({ Task, User }) => {
      Task.belongsTo(User);
      Task.belongsTo(User, { as: 'owner' });
      Task.belongsTo(User, { as: 'reviewer', foreignKey: 'reviewedBy' });
    });
    expect(declared(catalog).map(({ id, sourceAttribute }) => [id, sourceAttribute])).toEqual([
      ['Task.User', 'UserId'],
      ['Task.owner', 'ownerId'],
      ['Task.reviewer', 'reviewedBy'],
    ]);
  });

  it('takes a reference of a model to itself', () => {
    const catalog = introspect(({ Task }) => Task.belongsTo(Task, { as: 'parent' }));
    expect(declared(catalog)).toEqual([
      {
        ...plain,
        id: 'Task.parent',
        alias: 'parent',
        aliased: true,
        target: 'Task',
        sourceAttribute: 'parentId',
      },
    ]);
  });

  it('takes attribute and column of an underscored model', () => {
    const catalog = introspect(({ Task, User }) => Task.belongsTo(User, { as: 'owner' }), {
      define: { underscored: true },
    });
    expect(declared(catalog)).toMatchObject([{ sourceAttribute: 'ownerId' }]);
    expect(foreignKey(catalog, 'ownerId')).toMatchObject({ column: 'owner_id' });
  });

  it('notes uniqueKey, which belongsTo does not know', () => {
    const catalog = introspect(({ Task, User }) =>
      Task.belongsTo(User, { uniqueKey: 'one_user' } as Parameters<typeof Task.belongsTo>[1]),
    );
    expect(declared(catalog)).toEqual([{ ...plain, oddities: ['uniqueKey'] }]);
  });

  it('notes an alias that is an object', () => {
    const catalog = introspect(({ Task, User }) =>
      Task.belongsTo(User, { as: { singular: 'owner', plural: 'owners' } } as never),
    );
    expect(declared(catalog)).toMatchObject([{ oddities: ['badAlias'] }]);
  });

  it('notes a target with a composite primary key, unless another of its attributes is the target key', () => {
    const catalog = introspect(({ sequelize, Task }) => {
      const Seat = sequelize.define('Seat', {
        row: { type: DataTypes.INTEGER, primaryKey: true },
        place: { type: DataTypes.INTEGER, primaryKey: true },
        code: { type: DataTypes.STRING, unique: true },
      });
      Task.belongsTo(Seat, { as: 'seat' });
      Task.belongsTo(Seat, { as: 'seatByCode', targetKey: 'code' });
    });
    expect(declared(catalog)).toMatchObject([
      { id: 'Task.seat', targetAttribute: 'row', oddities: ['compositeTarget'] },
      { id: 'Task.seatByCode', targetAttribute: 'code', oddities: [] },
    ]);
  });

  it('notes a target of another instance', () => {
    const other = new Sequelize({ dialect: 'postgres' });
    const catalog = introspect(({ Task }) => Task.belongsTo(other.define('User', {})));
    expect(declared(catalog)).toMatchObject([{ target: 'User', oddities: ['foreignInstance'] }]);
  });

  it('notes a target that was defined again after it was associated', () => {
    const catalog = introspect(({ sequelize, Task, User }) => {
      Task.belongsTo(User);
      sequelize.define('User', { firstName: DataTypes.STRING });
    });
    expect(declared(catalog)).toMatchObject([{ target: 'User', oddities: ['staleTarget'] }]);
    expect(associationsOf(catalog, 'User')).toEqual([]);
  });

  it('takes a shared options object for what each foreign key has of it (T13)', () => {
    const shared = { onDelete: 'RESTRICT' };
    const catalog = introspect(({ sequelize, Task, User }) => {
      const Note = sequelize.define('Note', {});
      Task.belongsTo(User, shared);
      Note.belongsTo(User, shared);
    });
    expect(declared(catalog)).toEqual([{ ...plain, onDelete: 'RESTRICT' }]);
    expect(declared(catalog, 'Note')).toMatchObject([{ id: 'Note.User', oddities: [] }]);
  });
});
