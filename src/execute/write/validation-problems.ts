import { isNativeError } from 'node:util/types';
import { describeValidators } from '../../catalog/describe-validators.ts';
import type { InputPath } from '../../plan/write.ts';
import type { EngineModel } from '../engine.ts';
import { fieldName, typeName, type WriteContext } from './write-context.ts';
import { WriteFailure, type WriteProblem } from './write-problem.ts';

/** One thing that Sequelize's validation found, as far as it is read here. */
interface ValidationItem {
  readonly message: string;
  readonly type: string | null;
  readonly path: string | null;
  readonly validatorKey: string | null;
  readonly validatorName: string | null;
  readonly validatorArgs: unknown;
}

/**
 * What validators of a model say of a row, one problem for each; none for an error of another kind. The words are the
 * validator's own where the team gave it some, else what it asks of the value.
 */
export function validationProblems(
  context: Pick<WriteContext, 'names'>,
  model: EngineModel,
  error: unknown,
  path: InputPath,
): WriteProblem[] {
  if (error instanceof WriteFailure) {
    return [...error.problems];
  }
  if (!isNativeError(error) || error.name !== 'SequelizeValidationError') {
    return [];
  }
  const { errors = [] } = error as { readonly errors?: readonly ValidationItem[] };
  const { name } = model.catalog;
  if (errors.length === 0) {
    return [{ code: 'VALIDATION', path, message: error.message, rule: null }];
  }
  // Sequelize runs all validators at once; those of an attribute come before those of the whole row.
  const isOfRow = ({ path: attribute }: ValidationItem): boolean =>
    attribute === null || !(attribute in model.live.rawAttributes);
  return [...errors]
    .sort((a, b) => Number(isOfRow(a)) - Number(isOfRow(b)))
    .map((item) => {
      const field = isOfRow(item) ? null : fieldName(context as WriteContext, name, item.path as string);
      const rule =
        item.type === 'notNull Violation' ? 'notNull' : item.validatorName || item.validatorKey || item.path;
      return {
        code: 'VALIDATION',
        path: field === null ? path : [...path, field],
        message: messageOf(item, `${typeName(context as WriteContext, name)}.${field}`, name),
        rule,
      };
    });
}

function messageOf(item: ValidationItem, place: string, model: string): string {
  const { message, path, type, validatorKey, validatorName, validatorArgs } = item;
  if (type === 'notNull Violation' && message === `${model}.${path} cannot be null`) {
    return `${place} must be given and cannot be null.`;
  }
  const key = validatorName || validatorKey;
  if (key !== null && key !== undefined && message === `Validation ${key} on ${path} failed`) {
    const [asked] = describeValidators({ [key]: validatorArgs });
    return asked === undefined ? `${place} does not pass ${key}.` : `${place} must be: ${asked}.`;
  }
  return message;
}

/** Codes of data that a column does not take: class 22 of Postgres, 54000 for what is too long for an index, and those of MySQL and MariaDB. */
const dataCode =
  /^(22\w{3}|23\w{3}|54000|ER_DATA_TOO_LONG|ER_WARN_DATA_OUT_OF_RANGE|ER_TRUNCATED_WRONG_VALUE\w*|WARN_DATA_TRUNCATED|ER_BAD_NULL_ERROR|ER_NO_DEFAULT_FOR_FIELD|ER_CONSTRAINT_FAILED|ER_CHECK_CONSTRAINT_VIOLATED|ER_INVALID_JSON_TEXT|ER_CANT_CREATE_GEOMETRY_OBJECT|ER_DATA_OUT_OF_RANGE)$/;

/**
 * Postgres gives a text that is none of these types the code of a statement that it cannot read. Where in its source the error
 * comes from tells the two apart, in whatever language it speaks.
 */
function isValueSyntax(error: Error): boolean {
  const { original } = error as { readonly original?: { readonly file?: unknown } };
  return (
    databaseCode(error) === '42601' &&
    /^(tsquery|tsvector|jsonpath)\w*\.\w$/.test(String(original?.file ?? ''))
  );
}

/** Whether a policy of Postgres (row level security) refused a row. Its code alone would stand for a missing grant too. */
export function isPolicyRefusal(error: Error): boolean {
  const { original } = error as { readonly original?: { readonly routine?: unknown } };
  return databaseCode(error) === '42501' && original?.routine === 'ExecWithCheckOptions';
}

/** Whether the database refused a row for what is in it, so that its writer can mend it. */
export function isRefusal(error: unknown): error is Error {
  if (!isNativeError(error)) {
    return false;
  }
  return (
    error.name === 'SequelizeUniqueConstraintError' ||
    error.name === 'SequelizeForeignKeyConstraintError' ||
    (error.name.startsWith('Sequelize') &&
      (dataCode.test(databaseCode(error)) || isPolicyRefusal(error) || isValueSyntax(error)))
  );
}

/** The database's own code of an error of Sequelize. */
export function databaseCode(error: Error): string {
  const { original } = error as {
    readonly original?: { readonly code?: unknown; readonly errno?: unknown; readonly sqlState?: unknown };
  };
  // MySQL has another error under the number that MariaDB has for a CHECK, and mysql2 gives it that one's name.
  return original?.errno === 4025 && original.sqlState === '23000'
    ? 'ER_CONSTRAINT_FAILED'
    : String(original?.code ?? '');
}
