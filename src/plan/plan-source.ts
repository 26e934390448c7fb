import type { GraphQLField, GraphQLInputObjectType } from 'graphql';
import type { ScopeCall } from '../policy/condition.ts';
import { invariant } from '../util/invariant.ts';
import { holdsTexts, noTextMessage } from '../util/text.ts';
import type { SourceArguments } from './field-source.ts';
import { givenFields, InputProblem, inputTypeOf } from './given-input.ts';
import type { OrderTerm } from './order.ts';
import type { SourceReference } from './plan.ts';

/**
 * The order that named scopes give a list: `default` where they say nothing of it, `failed` where they cannot be applied,
 * which the rows themselves will report. Only the models know it.
 */
export type ScopeOrder = readonly OrderTerm[] | 'default' | 'failed';

/** Tells the order of a source with named scopes. */
export type ReadScopeOrder = (source: SourceReference) => ScopeOrder;

/**
 * The rows that a field's arguments ask for: those of its source, in named scopes, with deleted ones or without.
 *
 * @throws InputProblem where null stands in the place of a scope, or an argument is no text that a database can hold.
 */
export function planSource(
  source: SourceReference,
  { scopes: scopesName, deleted: deletedName }: SourceArguments = {},
  { args }: Pick<GraphQLField<unknown, unknown>, 'args'>,
  values: Readonly<Record<string, unknown>>,
): SourceReference {
  const given = scopesName === undefined ? undefined : values[scopesName];
  const deleted = deletedName === undefined ? undefined : values[deletedName];
  const type = args.find(({ name }) => name === scopesName)?.type;
  const scopes = given === undefined ? [] : planScopes(inputTypeOf(type), given, String(scopesName));
  return {
    ...source,
    ...(scopes.length > 0 && { scopes }),
    ...((deleted === 'INCLUDE' || deleted === 'ONLY') && { deleted }),
  };
}

/**
 * The scopes that a value of a generated input asks for, in the order of the input's fields.
 *
 * @throws InputProblem where null stands in the place of a scope.
 */
export function planScopes(type: GraphQLInputObjectType, given: unknown, place: string): ScopeCall[] {
  refuseNull(given, place);
  return givenFields(type, given, place).flatMap(({ source, given: value, here }): ScopeCall[] => {
    invariant(source.kind === 'scope', `${here} is no scope`);
    refuseNull(value, here);
    if (typeof value === 'boolean') {
      return value ? [{ name: source.scope, arguments: {} }] : [];
    }
    // Sequelize writes what a scope function makes of its arguments into the text of the statement, and databases read these otherwise.
    if (!holdsTexts(value)) {
      throw new InputProblem(`A text of "${here}" ${noTextMessage}.`);
    }
    return [{ name: source.scope, arguments: { ...(value as object) } }];
  });
}

function refuseNull(value: unknown, place: string): void {
  if (value === null) {
    throw new InputProblem(`Null is no scope, but "${place}" is null: leave it out.`);
  }
}
