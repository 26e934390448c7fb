import {
  type GraphQLInputField,
  type GraphQLInputObjectType,
  getNullableType,
  isInputObjectType,
  isListType,
} from 'graphql';
import { invariant } from '../util/invariant.ts';
import { getInputSource, type InputSource } from './input-source.ts';

/** An input that cannot be answered; the message is for the client. */
export class InputProblem extends Error {}

/** A field of a generated input that is given, what it stands for, and where it is. */
export interface GivenField {
  readonly field: GraphQLInputField;
  readonly source: InputSource;
  readonly given: unknown;
  readonly here: string;
}

/** The fields that an input object gives. @throws InputProblem where there is null instead of the object. */
export function givenFields(type: GraphQLInputObjectType, value: unknown, place: string): GivenField[] {
  const definitions = type.getFields();
  return givenEntries(value, place).map(([name, given]) => {
    const field = definitions[name];
    const source = field && getInputSource(field);
    invariant(field && source, `${type.name}.${name} stands for nothing`);
    return { field, source, given, here: `${place}.${name}` };
  });
}

/** The fields of an input object that are given. @throws InputProblem where there is null instead of the object. */
export function givenEntries(value: unknown, place: string): (readonly [name: string, given: unknown])[] {
  return Object.entries(requireFields(value, place)).filter(([, given]) => given !== undefined);
}

/** An input object. @throws InputProblem where there is null instead. */
export function requireFields(value: unknown, place: string): Readonly<Record<string, unknown>> {
  if (value === null || typeof value !== 'object') {
    throw nullProblem(place);
  }
  return value as Readonly<Record<string, unknown>>;
}

export function nullProblem(place: string): InputProblem {
  return new InputProblem(
    `Null is no condition, but "${place}" is null: leave it out, or ask for what is missing by { eq: null }.`,
  );
}

/** The input type of a field or argument, whether or not it is a list or non-null. */
export function inputTypeOf(type: unknown): GraphQLInputObjectType {
  const nullable = getNullableType(type as never) as unknown;
  const inner = isListType(nullable) ? getNullableType(nullable.ofType) : nullable;
  invariant(isInputObjectType(inner), 'a condition on no input type');
  return inner;
}
