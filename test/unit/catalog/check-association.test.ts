import { describe, expect, it } from '@jest/globals';
import { DataTypes, type FindOptions, type Model, type ModelStatic, Sequelize } from 'sequelize';
import { type CheckedCatalog, checkCatalog } from '../../../src/catalog/check-catalog.ts';
import { introspectModels } from '../../../src/catalog/introspect-models.ts';

interface Models {
  readonly sequelize: Sequelize;
  readonly Task: ModelStatic<Model>;
  readonly User: ModelStatic<Model>;
}

function check(associate: (models: Models) => unknown): CheckedCatalog {
  const sequelize = new Sequelize({ dialect: 'postgres' });
  const Task = sequelize.define('Task', { taskName: DataTypes.STRING });
  const User = sequelize.define('User', { firstName: DataTypes.STRING });
  associate({ sequelize, Task, User });
  const { catalog, findings } = checkCatalog(introspectModels(sequelize));
  // These models have no indexes, which is a subject of its own.
  return { catalog, findings: findings.filter(({ code }) => code !== 'FOREIGN_KEY_NOT_INDEXED') };
}

/** The ids of all associations that are served, inferred ones included. */
function served({ catalog }: CheckedCatalog): string[] {
  return catalog.models.flatMap(({ associations }) => associations.map(({ id }) => id));
}

const leftOut = { severity: 'warning', served: 'the association is left out.' };

describe('checkAssociation', () => {
  it('TARGET_KEY_NOT_UNIQUE: is fatal for a target key without a unique index where there is a constraint', () => {
    const checked = check(({ Task, User }) => Task.belongsTo(User, { targetKey: 'firstName' }));
    expect(checked.findings).toEqual([
      {
        code: 'TARGET_KEY_NOT_UNIQUE',
        severity: 'fatal',
        place: 'Task.belongsTo(User, targetKey: "firstName")',
        message:
          'A foreign key may only refer to a unique column, and User.firstName has no unique index: the database refuses the constraint (MySQL errno 1822, MariaDB 1005, Postgres 42830).',
        mend: 'Declare User.firstName with unique: true (and give the column a unique index), or refer to the primary key.',
        served: null,
      },
    ]);
  });

  it('TARGET_KEY_AMBIGUOUS: is a warning for the same without a constraint, which is served', () => {
    const checked = check(({ Task, User }) =>
      Task.belongsTo(User, { as: 'owner', targetKey: 'firstName', constraints: false }),
    );
    expect(checked.findings).toEqual([
      {
        code: 'TARGET_KEY_AMBIGUOUS',
        severity: 'warning',
        place: 'Task.belongsTo(User, as: "owner", targetKey: "firstName")',
        message:
          'Several rows of User may have the same firstName, since it has no unique index and the association has no constraint.',
        mend: 'Declare User.firstName with unique: true (and give the column a unique index), or refer to the primary key.',
        served: 'of several rows, the one that comes first in the default order.',
      },
    ]);
    expect(served(checked)).toEqual(['Task.owner', 'inverse of Task.owner']);
  });

  it.each<[string, (models: Models) => unknown]>([
    [
      'unique: true',
      ({ sequelize, Task }) => {
        const Key = sequelize.define('Key', { code: { type: DataTypes.STRING, unique: true } });
        Task.belongsTo(Key, { targetKey: 'code' });
      },
    ],
    [
      'a named unique key',
      ({ sequelize, Task }) => {
        const Key = sequelize.define('Key', { code: { type: DataTypes.STRING, unique: 'one_code' } });
        Task.belongsTo(Key, { targetKey: 'code' });
      },
    ],
    [
      'a unique index',
      ({ sequelize, Task }) => {
        const Key = sequelize.define(
          'Key',
          { code: { type: DataTypes.STRING, field: 'cd' } },
          { indexes: [{ unique: true, fields: ['cd'] }] },
        );
        Task.belongsTo(Key, { targetKey: 'code' });
      },
    ],
  ])('is content with a target key that has %s', (_, associate) => {
    expect(check(associate).findings).toEqual([]);
  });

  it.each<[string, (models: Models) => unknown]>([
    [
      'a partial index (T5)',
      ({ sequelize, Task }) => {
        const Key = sequelize.define(
          'Key',
          { code: DataTypes.STRING },
          { indexes: [{ unique: true, fields: ['code'], where: { code: 'x' } }] },
        );
        Task.belongsTo(Key, { targetKey: 'code' });
      },
    ],
    [
      'part of a unique key',
      ({ sequelize, Task }) => {
        const Key = sequelize.define('Key', {
          code: { type: DataTypes.STRING, unique: 'both' },
          kind: { type: DataTypes.STRING, unique: 'both' },
        });
        Task.belongsTo(Key, { targetKey: 'code' });
      },
    ],
  ])('is not content with %s', (_, associate) => {
    expect(check(associate).findings.map(({ code }) => code)).toEqual(['TARGET_KEY_NOT_UNIQUE']);
  });

  it('UNIQUE_KEY_WITHOUT_EFFECT: serves the association as if uniqueKey were not there', () => {
    const checked = check(({ Task, User }) => Task.belongsTo(User, { uniqueKey: 'one_user' } as never));
    expect(checked.findings).toEqual([
      {
        code: 'UNIQUE_KEY_WITHOUT_EFFECT',
        severity: 'warning',
        place: 'Task.belongsTo(User)',
        message:
          'The option uniqueKey has an effect on belongsToMany only: here it names nothing and makes nothing unique.',
        mend: 'Leave it out; for a unique foreign key declare Task.UserId with unique: true.',
        served: 'the association, as if the option were not there.',
      },
    ]);
    expect(served(checked)).toEqual(['Task.User', 'inverse of Task.User']);
  });

  it('ALIAS_NOT_A_STRING: leaves out an association whose alias is an object', () => {
    const checked = check(({ Task, User }) => {
      Task.belongsTo(User, { as: { singular: 'owner', plural: 'owners' } as never, constraints: false });
    });
    expect(checked.findings).toEqual([
      {
        ...leftOut,
        code: 'ALIAS_NOT_A_STRING',
        place: 'Task.belongsTo(User, as: "[object Object]")',
        message: 'The alias is not a string; Sequelize then names the foreign key "[objectObject]Id".',
        mend: 'Give as: "name"; singular and plural forms belong to belongsToMany and hasMany.',
      },
    ]);
    expect(served(checked)).toEqual([]);
  });

  it('TARGET_IN_OTHER_INSTANCE: leaves out an association into another database', () => {
    const other = new Sequelize({ dialect: 'postgres' }).define('User', {});
    const checked = check(({ Task }) => Task.belongsTo(other));
    expect(checked.findings).toEqual([
      {
        ...leftOut,
        code: 'TARGET_IN_OTHER_INSTANCE',
        place: 'Task.belongsTo(User)',
        message:
          'The target belongs to another Sequelize instance, so that its rows are in another database.',
        mend: 'Define both models on one Sequelize instance.',
      },
    ]);
    expect(served(checked)).toEqual([]);
  });

  it('TARGET_STALE: leaves out an association to a class that is no longer in use', () => {
    const checked = check(({ sequelize, Task, User }) => {
      Task.belongsTo(User);
      sequelize.define('User', { firstName: DataTypes.STRING });
    });
    expect(checked.findings).toEqual([
      {
        ...leftOut,
        code: 'TARGET_STALE',
        place: 'Task.belongsTo(User)',
        message:
          'The target was defined again after this association was made, so that it points at a class that is no longer in use.',
        mend: 'Define every model once, then associate.',
      },
    ]);
    expect(served(checked)).toEqual([]);
  });

  it('COMPOSITE_TARGET_KEY: leaves out an association to the first column of a primary key', () => {
    const checked = check(({ sequelize, Task }) => {
      const Seat = sequelize.define('Seat', {
        row: { type: DataTypes.INTEGER, primaryKey: true },
        place: { type: DataTypes.INTEGER, primaryKey: true },
      });
      Task.belongsTo(Seat);
    });
    expect(checked.findings).toEqual([
      {
        ...leftOut,
        code: 'COMPOSITE_TARGET_KEY',
        place: 'Task.belongsTo(Seat)',
        message:
          "The target's primary key has several columns, and Sequelize refers to the first one only, which names no single row.",
        mend: 'Give targetKey with a unique attribute of the target.',
      },
    ]);
    expect(served(checked)).toEqual([]);
  });

  it.each<[string, FindOptions | ((models: Sequelize['models']) => FindOptions), string, string]>([
    [
      'leaves out attributes',
      { attributes: ['id'] },
      "The target's scope leaves out attributes that the model shows, and a type in GraphQL has the same fields everywhere.",
      "Leave the attributes out in the model's default scope, hide them by models.expose, or take them into the scope.",
    ],
    [
      'groups',
      { group: ['name'] },
      "The target's scope groups rows by something else than the primary key, so that what it gives are no rows of the table.",
      'Name the primary key in the group, or take it out of the scope.',
    ],
    [
      'has a having without a group',
      { having: { name: 'a' } },
      "The target's scope has a having without a group, which only some databases take.",
      "Say the same in the scope's where, or add a group that names the primary key.",
    ],
    [
      'includes what is not associated',
      ({ User }) => ({ include: [User as never] }),
      "The target's scope has an include that Sequelize refuses, so that findAll fails too.",
      'Include what the model is associated with, under its alias.',
    ],
  ])('SCOPE_NOT_SERVED: leaves out an association to a scope that %s', (_, odd, message, mend) => {
    const checked = check(({ sequelize, Task }) => {
      const Team = sequelize.define('Team', { name: DataTypes.STRING });
      Team.addScope('odd', typeof odd === 'function' ? odd(sequelize.models) : odd);
      Task.belongsTo(Team.scope('odd'));
    });
    expect(checked.findings).toEqual([
      { ...leftOut, code: 'SCOPE_NOT_SERVED', place: 'Task.belongsTo(Team)', message, mend },
    ]);
    expect(served(checked)).toEqual([]);
  });

  it('SCOPE_NOT_SERVED: leaves out an association to a scope that needs a key, where there is none', () => {
    const checked = check(({ sequelize, Task, User }) => {
      const Note = sequelize.define('Note', { body: DataTypes.STRING });
      Note.removeAttribute('id');
      Note.belongsTo(User);
      Note.addScope('signed', { include: [{ model: User, required: true }] });
      Task.hasMany(Note.scope('signed'), { foreignKey: 'taskId' });
    });
    expect(checked.findings).toEqual([
      {
        ...leftOut,
        code: 'SCOPE_NOT_SERVED',
        place: 'Task.hasMany(Note)',
        message:
          "The target's scope narrows the rows by its include, and Note has no key by which they could be told.",
        mend: "Give Note a primary key, or say the same in the scope's where.",
      },
    ]);
  });

  it('serves a scoped target whose attributes are more than the model shows, in the order of the scope', () => {
    const checked = check(({ sequelize, Task }) => {
      const Team = sequelize.define('Team', { name: DataTypes.STRING });
      const attributes = { include: [[sequelize.literal('1 + 1'), 'two'] as [never, string]] };
      Team.addScope('counted', { attributes, order: ['name'] });
      Task.hasMany(Team.scope('counted'));
    });
    expect(checked.findings).toEqual([]);
    expect(served(checked)).toEqual(['Task.Teams']);
  });

  it.each<[string, (models: Models) => unknown, string, string]>([
    [
      'VIRTUAL',
      ({ sequelize, User }) =>
        sequelize.define('Ghost', { userId: new DataTypes.VIRTUAL(DataTypes.INTEGER) }).belongsTo(User, {
          foreignKey: 'userId',
          constraints: false,
        }),
      'Ghost.belongsTo(User)',
      'Ghost.userId is VIRTUAL, so that no column holds the key.',
    ],
    [
      'of a type that is no key',
      ({ sequelize, User }) =>
        sequelize.define('Ghost', { userId: DataTypes.JSONB }).belongsTo(User, {
          foreignKey: 'userId',
          constraints: false,
        }),
      'Ghost.belongsTo(User)',
      'Ghost.userId has the type JSONB, which cannot be a key.',
    ],
  ])('FOREIGN_KEY_UNUSABLE: leaves out an association whose key is %s', (_, associate, place, message) => {
    expect(check(associate).findings).toEqual([
      {
        ...leftOut,
        code: 'FOREIGN_KEY_UNUSABLE',
        place,
        message,
        mend: 'Use an attribute with a column of a plain type as the key.',
      },
    ]);
  });

  it('POLYMORPHIC_KEY: leaves out all associations that share a foreign key with different targets', () => {
    const checked = check(({ sequelize, Task, User }) => {
      const Note = sequelize.define('Note', {});
      const shared = { foreignKey: 'subjectId', constraints: false };
      Note.belongsTo(User, shared);
      Note.belongsTo(Task, { foreignKey: 'subjectId', constraints: false });
    });
    const finding = {
      ...leftOut,
      code: 'POLYMORPHIC_KEY',
      message:
        'The foreign key subjectId is shared by associations to several models, so that it alone does not say whose row it names.',
    };
    const mend = (target: string) =>
      `Declare the way back with a scope that tells them apart, ${target}.hasMany(Note, { foreignKey: "subjectId", scope: { ... } }), or give each target a foreign key of its own.`;
    expect(checked.findings).toEqual([
      { ...finding, place: 'Note.belongsTo(User)', mend: mend('User') },
      { ...finding, place: 'Note.belongsTo(Task)', mend: mend('Task') },
    ]);
    expect(served(checked)).toEqual([]);
  });

  it('POLYMORPHIC_KEY: leaves out a single belongsTo over a key that lists of other models go over', () => {
    const checked = check(({ sequelize, Task, User }) => {
      const Note = sequelize.define('Note', {});
      const shared = { foreignKey: 'subjectId', constraints: false };
      User.hasMany(Note, { ...shared });
      Task.hasMany(Note, { ...shared });
      Note.belongsTo(User, { ...shared });
    });
    expect(checked.findings.map(({ code, place }) => [code, place])).toEqual([
      ['POLYMORPHIC_KEY', 'Note.belongsTo(User)'],
    ]);
  });

  it('serves a belongsTo whose key has a constraint, though lists of other models go over it', () => {
    const checked = check(({ sequelize, Task, User }) => {
      const Note = sequelize.define('Note', {});
      Note.belongsTo(User, { as: 'author', foreignKey: 'authorId' });
      Task.hasMany(Note, {
        as: 'notesByAuthor',
        foreignKey: 'authorId',
        sourceKey: 'id',
        constraints: false,
      });
    });
    expect(checked.findings).toEqual([]);
    expect(served(checked)).toEqual(['Task.notesByAuthor', 'inverse of Note.author', 'Note.author']);
  });

  it('serves a belongsTo whose key is the first of another that has several columns', () => {
    const checked = check(({ sequelize, User }) => {
      const part = { type: DataTypes.INTEGER, primaryKey: true };
      const Seat = sequelize.define('Seat', { userId: { ...part }, number: { ...part } });
      const Note = sequelize.define('Note', {});
      Note.belongsTo(User, { as: 'user', foreignKey: 'userId' });
      Note.belongsTo(Seat, { as: 'seat', foreignKey: 'userId' });
    });
    expect(checked.findings.map(({ code, place }) => [code, place])).toEqual([
      ['COMPOSITE_TARGET_KEY', 'Note.belongsTo(Seat, as: "seat")'],
    ]);
    expect(served(checked)).toEqual(['inverse of Note.user', 'Note.user']);
  });

  it('POLYMORPHIC_KEY: is not misled by a constraint to another model, or one beside a scope', () => {
    const checked = check(({ sequelize, Task, User }) => {
      const Note = sequelize.define('Note', { kind: DataTypes.STRING });
      Note.belongsTo(User, { foreignKey: 'subjectId', constraints: false });
      Task.hasMany(Note, { foreignKey: 'subjectId' });
      Note.belongsTo(Task, { as: 'place', foreignKey: 'placeId' });
      User.hasMany(Note, {
        as: 'visits',
        foreignKey: 'placeId',
        scope: { kind: 'user' },
        constraints: false,
      });
    });
    expect(checked.findings.map(({ code, place }) => [code, place])).toEqual([
      ['POLYMORPHIC_KEY', 'Note.belongsTo(User)'],
      ['POLYMORPHIC_KEY', 'Note.belongsTo(Task, as: "place")'],
    ]);
  });

  it('SCOPE_PARTLY_IGNORED: serves a scoped target without the limit of its scope', () => {
    const checked = check(({ sequelize, Task }) => {
      const Team = sequelize.define(
        'Team',
        {},
        { scopes: { newest: { order: [['id', 'DESC']], limit: 1, offset: 2 } } },
      );
      Task.belongsTo(Team.scope('newest'));
    });
    expect(checked.findings).toEqual([
      {
        severity: 'warning',
        code: 'SCOPE_PARTLY_IGNORED',
        place: 'Task.belongsTo(Team)',
        message:
          "The limit, offset of the target's scope would apply to a whole batch of parents, so KinQL does not use it.",
        mend: 'Leave it out of the scope.',
        served: "the scope's rows, up to the clients' own limits.",
      },
    ]);
    expect(served(checked)).toEqual(['Task.Team']);
  });

  it('ASSOCIATION_TARGET_MISSING: leaves out an association to a model that is gone', () => {
    const checked = check(({ sequelize, Task, User }) => {
      Task.belongsTo(User);
      sequelize.modelManager.removeModel(User);
    });
    expect(checked.findings).toEqual([
      {
        ...leftOut,
        code: 'ASSOCIATION_TARGET_MISSING',
        place: 'Task.belongsTo(User)',
        message: "The model User is not among the instance's models.",
        mend: 'Define it on the same Sequelize instance.',
      },
    ]);
    expect(served(checked)).toEqual([]);
  });

  it('ASSOCIATION_TARGET_MISSING: leaves out a belongsToMany whose through model is gone', () => {
    const checked = check(({ sequelize, Task, User }) => {
      const Membership = sequelize.define('Membership', {});
      Task.belongsToMany(User, { through: Membership });
      sequelize.modelManager.removeModel(Membership);
    });
    expect(checked.findings).toMatchObject([
      {
        ...leftOut,
        code: 'ASSOCIATION_TARGET_MISSING',
        place: 'Task.belongsToMany(User)',
        message: "The through model Membership is not among the instance's models.",
      },
    ]);
    expect(served(checked)).toEqual([]);
  });

  it('leaves out, without a finding of its own, an association to a model that is left out', () => {
    const checked = check(({ sequelize, Task }) => {
      const Team = sequelize.define('Team', {}, { defaultScope: { group: ['createdAt'] } });
      Task.belongsTo(Team);
      Team.hasMany(Task);
    });
    expect(checked.findings.map(({ code, place }) => [code, place])).toEqual([['SCOPE_NOT_SERVED', 'Team']]);
    expect(served(checked)).toEqual([]);
  });

  it('SCOPE_NOT_SERVED: leaves out a belongsToMany whose through model groups its rows', () => {
    const checked = check(({ sequelize, Task, User }) => {
      const Membership = sequelize.define('Membership', {}, { defaultScope: { group: ['TaskId'] } });
      Task.belongsToMany(User, { through: Membership });
    });
    expect(checked.findings.at(-1)).toEqual({
      ...leftOut,
      code: 'SCOPE_NOT_SERVED',
      place: 'Task.belongsToMany(User)',
      message:
        "The through model's scope groups rows by something else than the primary key, so that what it gives are no rows of the table.",
      mend: 'Name the primary key in the group, or take it out of the scope.',
    });
    expect(served(checked)).toEqual([]);
  });
});
