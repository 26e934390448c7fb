import type { RelationWrite, RowWrite, Write } from '../../plan/write.ts';
import type { Policy } from '../../policy/policy.ts';
import { inKeys } from '../check-policy.ts';
import { findForbiddenIn, overAssociation } from '../check-relations.ts';
import { type Engine, getAssociation, getEngineModel } from '../engine.ts';

/** The first attribute, as `Model.attribute`, that a write gives though the viewer may not; null where there is none. */
export function findUnwritable(engine: Engine, policy: Policy, write: Write): string | null {
  for (const row of rowsOf(write)) {
    for (const { model, attribute } of writtenBy(engine, row)) {
      if (!policy.isWritable(model, attribute)) {
        return `${model}.${attribute}`;
      }
    }
  }
  return null;
}

/** The first relation that a write goes over, in its rows or its filter, though the viewer may not; null where there is none. */
export function findForbiddenRelation(engine: Engine, policy: Policy, write: Write): string | null {
  for (const { relations } of rowsOf(write)) {
    for (const { association } of relations) {
      const forbidden = overAssociation(engine, policy, association);
      if (forbidden !== null) {
        return forbidden;
      }
    }
  }
  return 'where' in write ? findForbiddenIn(engine, policy, write.where) : null;
}

interface Place {
  readonly model: string;
  readonly attribute: string;
}

/** The attributes by which a write says which rows are meant: keys, expected versions, what makes rows those of others. */
export function lookedAt(engine: Engine, policy: Policy, write: Write): readonly Place[] {
  return [...keysOf(engine, write), ...versionsOf(engine, write), ...tiesOf(engine, policy, write)];
}

function versionsOf(engine: Engine, write: Write): readonly Place[] {
  const nested = rowsOf(write).flatMap(({ relations }) =>
    relations.flatMap(({ association, operations }) => {
      const { target } = getAssociation(engine, association);
      return operations.map((operation) => ({ model: target, expecting: operation }));
    }),
  );
  return [{ model: write.model, expecting: write }, ...nested].flatMap(({ model, expecting }) => {
    const { versionAttribute } = getEngineModel(engine, model).catalog;
    return 'expectedVersion' in expecting && expecting.expectedVersion !== null && versionAttribute !== null
      ? [{ model, attribute: versionAttribute }]
      : [];
  });
}

/** What happens to the present rows of a relation depends on the keys that tie them. */
function tiesOf(engine: Engine, policy: Policy, write: Write): readonly Place[] {
  return rowsOf(write).flatMap(({ relations }) =>
    relations.flatMap(({ association: id, operations }) => {
      const { kind } = getAssociation(engine, id);
      const asks = operations.some(
        (operation) =>
          ['update', 'delete', 'set'].includes(operation.kind) ||
          (operation.kind === 'disconnect' && kind !== 'belongsTo') ||
          kind === 'hasOne' ||
          kind === 'belongsToMany',
      );
      const found = asks ? inKeys(engine, policy, id) : null;
      const [model, attribute] = found?.split('.') ?? [];
      return model === undefined || attribute === undefined ? [] : [{ model, attribute }];
    }),
  );
}

/** The attributes of all keys. */
function keysOf(engine: Engine, write: Write): readonly Place[] {
  const own = 'key' in write ? [{ model: write.model, key: write.key }] : [];
  const nested = rowsOf(write).flatMap(({ relations }) =>
    relations.flatMap(({ association, operations }) => {
      const model = getAssociation(engine, association).target;
      return operations.flatMap((operation) => [
        ...('key' in operation && operation.key !== null ? [{ model, key: operation.key }] : []),
        ...('keys' in operation ? operation.keys.map((key) => ({ model, key })) : []),
      ]);
    }),
  );
  return [...own, ...nested].flatMap(({ model, key }) =>
    key.attributes.map((attribute) => ({ model, attribute })),
  );
}

/** All rows of a write, those that are nested in others among them. */
function rowsOf(write: Write): readonly RowWrite[] {
  const roots =
    write.kind === 'create'
      ? write.rows
      : write.kind === 'upsert'
        ? [write.create, write.update]
        : 'row' in write
          ? [write.row]
          : [];
  return roots.flatMap(withNested);
}

function withNested(row: RowWrite): readonly RowWrite[] {
  return [
    row,
    ...row.relations.flatMap(({ operations }) =>
      operations.flatMap((operation) => [
        ...('row' in operation ? withNested(operation.row) : []),
        ...('through' in operation && operation.through !== null ? [operation.through] : []),
      ]),
    ),
  ];
}

/** What a row's own input writes: its values, and the keys by which its relations are set, on either side. */
function writtenBy(engine: Engine, { model, values, relations }: RowWrite): readonly Place[] {
  return [
    ...values.map(({ attribute }) => ({ model, attribute })),
    ...relations.flatMap((relation) => keysBy(engine, model, relation)),
  ];
}

function keysBy(
  engine: Engine,
  model: string,
  { association: id, operations }: RelationWrite,
): readonly Place[] {
  const { kind, target, sourceAttribute, targetAttribute } = getAssociation(engine, id);
  const isMoved = operations.some(({ kind: operation }) => operation !== 'update');
  if (kind === 'belongsToMany' || !isMoved) {
    return [];
  }
  return kind === 'belongsTo'
    ? [{ model, attribute: sourceAttribute }]
    : [{ model: target, attribute: targetAttribute }];
}
