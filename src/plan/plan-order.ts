import {
  type GraphQLInputField,
  type GraphQLInputObjectType,
  getNamedType,
  isInputObjectType,
} from 'graphql';
import { invariant } from '../util/invariant.ts';
import { InputProblem } from './given-input.ts';
import { getInputSource, type InputSource } from './input-source.ts';
import { type Direction, defaultNulls, type Nulls, type OrderTerm } from './order.ts';

/** The values of the enum `OrderDirection`. */
export const orderDirections: Readonly<
  Record<string, { readonly direction: Direction; readonly nulls: Nulls; readonly description: string }>
> = {
  ASC: { direction: 'ASC', nulls: defaultNulls('ASC'), description: 'Smallest first, nulls last.' },
  DESC: { direction: 'DESC', nulls: defaultNulls('DESC'), description: 'Largest first, nulls before them.' },
  ASC_NULLS_FIRST: { direction: 'ASC', nulls: 'FIRST', description: 'Nulls first, then the smallest.' },
  ASC_NULLS_LAST: { direction: 'ASC', nulls: 'LAST', description: 'Smallest first, nulls last.' },
  DESC_NULLS_FIRST: { direction: 'DESC', nulls: 'FIRST', description: 'Nulls first, then the largest.' },
  DESC_NULLS_LAST: { direction: 'DESC', nulls: 'LAST', description: 'Largest first, nulls last.' },
};

/**
 * The terms of an `orderBy` list, each a value of a generated `@oneOf` input. A term that was said before adds nothing.
 *
 * @throws InputProblem where a term is null.
 */
export function planOrder(type: GraphQLInputObjectType, terms: readonly unknown[]): readonly OrderTerm[] {
  const planned: OrderTerm[] = [];
  for (const term of terms) {
    for (const next of planTerm(type, term, { path: [] })) {
      if (!planned.some((earlier) => isSameColumn(earlier, next))) {
        planned.push(next);
      }
    }
  }
  return planned;
}

function planTerm(
  type: GraphQLInputObjectType,
  term: unknown,
  place: Pick<OrderTerm, 'path' | 'through'>,
): readonly OrderTerm[] {
  const { name, value, field, source } = readTerm(type, term);
  switch (source.kind) {
    case 'attribute':
      return [{ ...place, attribute: source.attribute, countOf: null, ...directionOf(value) }];
    case 'rowKey':
      return source.attributes.map((attribute) => ({
        ...place,
        attribute,
        countOf: null,
        ...directionOf(value),
      }));
    case 'many':
      return [
        {
          ...place,
          attribute: null,
          countOf: source.association,
          ...directionOf((value as { readonly count: unknown }).count),
        },
      ];
    case 'one':
    case 'through': {
      const inner = getNamedType(field.type);
      invariant(isInputObjectType(inner), `${type.name}.${name} leads to no order`);
      return planTerm(
        inner,
        value,
        source.kind === 'one'
          ? { ...place, path: [...place.path, source.association] }
          : { ...place, through: source.association },
      );
    }
    default:
      throw new Error(`KinQL invariant: ${type.name}.${name} belongs to no order`);
  }
}

/** The one field that a `@oneOf` term holds. @throws InputProblem where it is null. */
export function readTerm(
  type: GraphQLInputObjectType,
  term: unknown,
): {
  readonly name: string;
  readonly value: unknown;
  readonly field: GraphQLInputField;
  readonly source: InputSource;
} {
  const [name = '', value] = Object.entries(term as object).find(([, given]) => given !== undefined) ?? [];
  const field = type.getFields()[name];
  const source = field && getInputSource(field);
  invariant(field && source, `${type.name}.${name} orders by nothing`);
  if (value === null) {
    throw new InputProblem(`Null is no order, but there is one for "${name}" in ${type.name}.`);
  }
  return { name, value, field, source };
}

/** Of a value of `OrderDirection`. */
export function directionOf(value: unknown): { readonly direction: Direction; readonly nulls: Nulls } {
  const found = orderDirections[String(value)];
  invariant(found, `${String(value)} is no direction`);
  return { direction: found.direction, nulls: found.nulls };
}

function isSameColumn(left: OrderTerm, right: OrderTerm): boolean {
  return (
    left.attribute === right.attribute &&
    left.countOf === right.countOf &&
    left.through === right.through &&
    left.path.join('\0') === right.path.join('\0')
  );
}
