import { type DocumentNode, type GraphQLSchema, getOperationAST, getVariableValues } from 'graphql';
import type { LimitError } from '../../errors/limit-error.ts';
import { fragmentsOf } from '../../plan/collect-fields.ts';
import { findCostProblem } from '../../plan/cost.ts';
import { getLimits } from './limit-rules.ts';

/** An operation that is about to be executed, as `execute` of graphql-js takes it. */
export interface OperationToCheck {
  readonly schema: GraphQLSchema;
  /** Valid for the schema. */
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variableValues?: Readonly<Record<string, unknown>> | null | undefined;
}

/**
 * What forbids an operation because of what it would cost, from its arguments and variables; null where nothing does. To
 * be asked after validation and before execution. (KinQL's own fields refuse such an operation in any case, but only once
 * it runs.) Variables that do not fit are for execution to report.
 */
export function checkOperation({
  schema,
  document,
  operationName,
  variableValues,
}: OperationToCheck): LimitError | null {
  const operation = getOperationAST(document, operationName);
  if (!operation) {
    return null;
  }
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variableValues ?? {}, {
    maxErrors: 1,
  });
  if (coerced === undefined) {
    return null;
  }
  const context = {
    schema,
    fragments: fragmentsOf(document),
    variableValues: coerced,
  };
  return findCostProblem(operation, context, getLimits(schema));
}
