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
    const writer = this.#writer;
    try {
      writeRoot(this.#root, this.#state, writer);
      return writer.finish();
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

/**
 * Runs an operation without graphql-js: all rows of a list at once, each field by what stands behind its resolver. Null where
 * graphql-js must execute it; nothing was read then that the answer would need to be the same.
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
    const root = await loadLevel(direct.shape, [undefined], { state, variableValues });
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
