import { errorCodes } from '../../errors/error-code.ts';
import { RequestError } from '../../errors/request-error.ts';
import type { OperationState, Operations } from '../operation-state.ts';
import { type CompletedData, completeData } from './complete-data.ts';
import type { JsonWriter } from './json-writer.ts';
import { type Level, loadLevel, UnexpectedValue } from './load-levels.ts';
import type { PreparedOperation } from './prepare-operation.ts';
import { recordCuts } from './record-cuts.ts';
import { isDirect } from './shape.ts';
import { writeRoot } from './write-text.ts';

/** What an operation read, still to be written. */
export class Answer {
  readonly #root: Level;
  readonly #state: OperationState;
  readonly #writer: JsonWriter;

  constructor(root: Level, state: OperationState, writer: JsonWriter) {
    this.#root = root;
    this.#state = state;
    this.#writer = writer;
  }

  /** The data as JSON; null where something could not be had, so that there are errors beside it. */
  write(): string | null {
    return this.#write((writer) => writer.finish());
  }

  /** The same in UTF-8, with a character for each byte. */
  writeBytes(): string | null {
    return this.#write((writer) => writer.finishBytes());
  }

  #write(finish: (writer: JsonWriter) => string): string | null {
    const writer = this.#writer;
    try {
      writeRoot(this.#root, this.#state, writer);
      return finish(writer);
    } catch {
      writer.clear();
      return null;
    }
  }

  /** The data, and an error for each value that could not be had. */
  complete(): CompletedData {
    return completeData(this.#root, this.#state);
  }
}

/** Says that parents cannot be joined in this database, so that the operation is to be run without. */
export class UnfitJoin extends Error {}

/**
 * Runs an operation without graphql-js: all rows of a list at once, each field by what stands behind its resolver. Null where
 * graphql-js must execute it; nothing was read then that the answer would need to be the same, and nothing was written.
 *
 * @throws UnfitJoin where a join of parents failed by the types of its columns, before anything was written.
 */
export async function answerOperation(
  operations: Operations,
  { direct, variableValues }: PreparedOperation,
  contextValue: unknown,
  writer: JsonWriter,
): Promise<Answer | null> {
  if (direct === null || !isDirect(direct.shape)) {
    return null;
  }
  const state = begin(operations, direct, contextValue);
  if (state === null || state.refusal !== null) {
    return null;
  }
  try {
    const { shape, isMutation, joinedModels } = direct;
    const root = await loadLevel(shape, [undefined], { state, variableValues, mayRunAgain: !isMutation });
    if (joinedModels.length > 0 && (isMutation ? hasUnfitField(root) : hasUnfitJoin(root))) {
      await state.session?.end();
      throw new UnfitJoin();
    }
    const record = operations.records.find(contextValue);
    if (record !== undefined) {
      recordCuts(root, record);
    }
    return new Answer(root, state, writer);
  } catch (error) {
    if (error instanceof UnexpectedValue) {
      // graphql-js reads all of it again, in a session of its own: there may be no second connection.
      await state.session?.end();
      return null;
    }
    throw error;
  }
}

/** The code of Postgres for an operator that is not there: columns whose types differ, though their models say the same of them. */
const missingOperator = '42883';

function hasUnfitJoin(level: Level): boolean {
  return (
    hasUnfitField(level) ||
    level.filled.some(
      (field) => field?.level !== null && field?.level !== undefined && hasUnfitJoin(field.level),
    )
  );
}

/** Of the fields of the level itself. Where a mutation's own field failed, nothing was written; below it, all is. */
function hasUnfitField({ filled }: Level): boolean {
  return filled.some((field) => [...(field?.errors?.values() ?? [])].some(isUnfitJoin));
}

function isUnfitJoin(error: unknown): boolean {
  if (error instanceof RequestError && error.extensions.code === errorCodes.WRITE_OUTCOME_UNKNOWN) {
    return false; // it may be written, and must not be written again
  }
  const { originalError, original, code } = (error ?? {}) as Readonly<Record<string, unknown>>;
  return code === missingOperator || [originalError, original].some((inner) => inner && isUnfitJoin(inner));
}

/** What the app says of the request may be an error: graphql-js puts it in its places. */
function begin(
  operations: Operations,
  query: NonNullable<PreparedOperation['direct']>,
  contextValue: unknown,
): OperationState | null {
  try {
    return operations.begin(contextValue, query, query.scopes);
  } catch {
    return null;
  }
}
