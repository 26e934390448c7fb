import { type Engine, type EngineModel, getEngineModel } from '../engine.ts';
import { type Constraint, findConstraint } from './find-constraint.ts';
import { databaseCode, isPolicyRefusal } from './validation-problems.ts';
import { fieldName, typeName, type WriteContext } from './write-context.ts';
import type { Refusal, WriteProblem } from './write-problem.ts';

/**
 * What the database's refusals mean to a client: attributes and models by their own names, never a constraint, a column or
 * the database's words. Asks the database what its constraints are made of, once the write was undone: in the transaction
 * that the request runs in, where there is one.
 */
export async function refusalProblems(
  context: WriteContext,
  refusals: readonly Refusal[],
): Promise<WriteProblem[]> {
  const problems: WriteProblem[] = [];
  for (const refusal of refusals) {
    problems.push(await toProblem(context, refusal));
  }
  return problems;
}

async function toProblem(context: WriteContext, refusal: Refusal): Promise<WriteProblem> {
  const { error, path } = refusal;
  const model = getEngineModel(context.engine, refusal.model);
  const type = typeName(context, refusal.model);
  const { name, message } = error as Error;
  const code = databaseCode(error as Error);
  // From version 18 on, Postgres has a code of its own for ON DELETE RESTRICT, which Sequelize does not know.
  const isForeignKey = name === 'SequelizeForeignKeyConstraintError' || code === '23001';
  if (name === 'SequelizeUniqueConstraintError' || isForeignKey) {
    const constraint = await findConstraint(context, model, error as Error);
    return name === 'SequelizeUniqueConstraintError'
      ? uniqueProblem(context, refusal, model, constraint)
      : foreignKeyProblem(context, refusal, model, constraint);
  }
  if (isPolicyRefusal(error as Error)) {
    return {
      code: 'FORBIDDEN',
      path,
      message: `The database does not allow you to make a row of ${type} like this.`,
      rule: null,
    };
  }
  const column = notNullColumn(error as Error);
  if (column !== null) {
    const field = fieldOf(context, model, column);
    return {
      code: 'VALIDATION',
      path: field === null ? path : [...path, field],
      message: `${type}${field === null ? '' : `.${field}`} must be given and cannot be null.`,
      rule: 'notNull',
    };
  }
  const isCheck =
    /^(23514|ER_CONSTRAINT_FAILED|ER_CHECK_CONSTRAINT_VIOLATED)$/.test(code) || /CHECK/.test(message);
  return {
    code: 'VALIDATION',
    path,
    message: isCheck
      ? `The database has a condition on rows of ${type} that these values do not meet.`
      : `A value does not fit its column of ${type}: it is too long, too large, or of another form.`,
    rule: null,
  };
}

function uniqueProblem(
  context: WriteContext,
  { path }: Refusal,
  model: EngineModel,
  constraint: Constraint | null,
): WriteProblem {
  const type = typeName(context, model.catalog.name);
  const fields = (constraint?.columns ?? []).map((column) => fieldOf(context, model, column));
  const known = fields.filter((field) => field !== null);
  const isKnown = known.length > 0 && known.length === fields.length;
  return {
    code: 'UNIQUE',
    path: isKnown && known.length === 1 ? [...path, known[0] as string] : path,
    message: isKnown
      ? `There is another ${type} with the same ${known.join(' and ')}.`
      : `There is another ${type} with the same values.`,
    rule: 'unique',
  };
}

function foreignKeyProblem(
  context: WriteContext,
  { path, action }: Refusal,
  model: EngineModel,
  constraint: Constraint | null,
): WriteProblem {
  const type = typeName(context, model.catalog.name);
  const holder = constraint === null ? undefined : modelOfTable(context.engine, constraint.table, model);
  // SQLite names no foreign key; a row that is saved refers to others far more often than its own key changes.
  const isOwn = (holder === model || constraint === null) && action === 'save';
  if (!isOwn) {
    const others = holder === undefined ? 'other rows' : `rows of ${typeName(context, holder.catalog.name)}`;
    return {
      code: 'FOREIGN_KEY',
      path,
      message:
        action === 'delete'
          ? `This ${type} cannot be deleted: ${others} refer to it.`
          : `The key of this ${type} cannot change: ${others} refer to it.`,
      rule: null,
    };
  }
  const fields = (constraint?.columns ?? []).map((column) => fieldOf(context, model, column));
  const known = fields.filter((field) => field !== null);
  return {
    code: 'FOREIGN_KEY',
    path: known.length === 1 ? [...path, known[0] as string] : path,
    message:
      known.length > 0
        ? `${type}.${known.join(' and ')} refers to no row that there is.`
        : `A foreign key of this ${type} refers to no row that there is.`,
    rule: null,
  };
}

/** The field of a column; null where clients know none. */
function fieldOf(context: WriteContext, model: EngineModel, column: string): string | null {
  const { name, attributes } = model.catalog;
  const attribute = attributes.find((candidate) => candidate.column === column);
  if (attribute === undefined || (attribute.hidden !== null && !attribute.writable)) {
    return null;
  }
  return fieldName(context, name, attribute.name);
}

/** The model of a table that a constraint is on; the written one first, since several models may share a table. */
function modelOfTable(engine: Engine, table: string, written: EngineModel): EngineModel | undefined {
  return [written, ...engine.models.values()].find(
    ({ catalog: { table: own } }) => own.name === table || `${own.schema}.${own.name}` === table,
  );
}

function notNullColumn(error: Error): string | null {
  const { original } = error as {
    readonly original?: { readonly code?: string; readonly column?: string; readonly sqlMessage?: string };
  };
  if (original?.code === '23502') {
    return original.column ?? null;
  }
  const text = original?.sqlMessage ?? error.message;
  const [, column = null] =
    /Column '([^']+)' cannot be null|Field '([^']+)' doesn't have a default/
      .exec(text)
      ?.filter((part) => part) ?? [];
  return column;
}
