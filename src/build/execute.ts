import { type ExecutionArgs, type ExecutionResult, execute as executeByResolvers } from 'graphql';
import { type Answer, answerOperation, UnfitJoin } from '../execute/answer/answer-operation.ts';
import type { PrepareSettings } from '../execute/answer/prepare-operation.ts';
import { getOperations, getPreparedOperations } from './build-schema.ts';

/**
 * Executes an operation, as graphql-js's `execute` does and with the same result. A query of generated fields alone is run
 * as a whole, which takes a fraction of the time; whatever else is in an operation makes graphql-js execute all of it. One that costs
 * more than it may is refused before any of it runs.
 *
 * Takes a document that is valid for the schema.
 */
export async function execute(execution: ExecutionArgs): Promise<ExecutionResult> {
  const executed = await runOperation(execution);
  return isAnswer(executed) ? toResult(executed) : executed;
}

/** The same with the data as JSON, where there are no errors. */
export function executeToText(
  execution: ExecutionArgs,
): Promise<ExecutionResult | { readonly text: string }> {
  return executeAndWrite(execution, (answer) => answer.write());
}

/** The same with the JSON in UTF-8, a character for each byte. */
export function executeToBytes(
  execution: ExecutionArgs,
): Promise<ExecutionResult | { readonly text: string }> {
  return executeAndWrite(execution, (answer) => answer.writeBytes());
}

async function executeAndWrite(
  execution: ExecutionArgs,
  write: (answer: Answer) => string | null,
): Promise<ExecutionResult | { readonly text: string }> {
  const executed = await runOperation(execution);
  if (!isAnswer(executed)) {
    return executed;
  }
  const text = write(executed);
  return text === null ? toResult(executed) : { text };
}

/** Reads what an operation asks for; the result of graphql-js where that executed it. */
export async function runOperation(
  execution: ExecutionArgs,
  settings?: PrepareSettings,
): Promise<Answer | ExecutionResult> {
  const { schema, document, operationName, variableValues, contextValue, fieldResolver } = execution;
  const operations = getOperations(schema);
  const known = getPreparedOperations(schema);
  if (operations !== undefined && known !== undefined) {
    const prepared = known.prepare(schema, document, operationName, variableValues, settings);
    if (prepared?.refusal) {
      return { errors: [prepared.refusal] };
    }
    if (prepared !== null && !fieldResolver) {
      try {
        const answer = await answerOperation(operations, prepared, contextValue, known.writer);
        if (answer !== null) {
          return answer;
        }
      } catch (error) {
        if (!(error instanceof UnfitJoin)) {
          throw error;
        }
        known.joinNoMore();
        return runOperation(execution, { joins: false });
      }
    }
  }
  return executeByResolvers(execution);
}

export function isAnswer(executed: Answer | ExecutionResult): executed is Answer {
  return 'write' in executed;
}

export function toResult(answer: Answer): ExecutionResult {
  const { data, errors } = answer.complete();
  return { ...(errors.length > 0 && { errors }), data };
}
