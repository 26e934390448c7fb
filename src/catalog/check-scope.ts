import { type CatalogModel, type CatalogScope, identifyingKey, type UnservedPart } from './catalog.ts';

/** What is wrong with a scope that may hide rows in a way that KinQL cannot apply, and how to mend it. */
export interface ScopeProblem {
  readonly message: string;
  readonly mend: string;
}

/** Judges a scope of the model, which `name` calls in a message; null where all that narrows it can be served. */
export function checkScope(scope: CatalogScope, model: CatalogModel, name: string): ScopeProblem | null {
  const [part] = scope.hides;
  if (part !== undefined) {
    const { message, mend } = partTexts[part];
    return { message: `${name} ${message}.`, mend };
  }
  if (scope.byKey.length > 0 && identifyingKey(model) === null) {
    return {
      message: `${name} narrows the rows by its ${scope.byKey.join(', ')}, and ${model.name} has no key by which they could be told.`,
      mend: `Give ${model.name} a primary key, or say the same in the scope's where.`,
    };
  }
  return null;
}

const partTexts: Readonly<Record<UnservedPart, ScopeProblem>> = {
  include: {
    message: 'has an include that Sequelize refuses, so that findAll fails too',
    mend: 'Include what the model is associated with, under its alias.',
  },
  group: {
    message:
      'groups rows by something else than the primary key, so that what it gives are no rows of the table',
    mend: 'Name the primary key in the group, or take it out of the scope.',
  },
  having: {
    message: 'has a having without a group, which only some databases take',
    mend: "Say the same in the scope's where, or add a group that names the primary key.",
  },
};
