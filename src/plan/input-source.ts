import type { GraphQLInputField } from 'graphql';
import type { AggregateFunction } from '../policy/condition.ts';
import type { KeyArgument } from './field-source.ts';
import type { GlobalIdTarget } from './global-id.ts';

/**
 * What a field of a generated input stands for: the builder writes it into the field's extensions, and whatever reads the
 * input's value walks it along with the types.
 */
export type InputSource =
  | { readonly kind: 'logic'; readonly operator: 'and' | 'or' | 'not' }
  /** In a filter: the operators on an attribute. In an order: its direction. */
  | { readonly kind: 'attribute'; readonly attribute: string }
  /** A parent or a single child, in filters and in orders. */
  | { readonly kind: 'one'; readonly association: string }
  /** Many rows: under quantifiers in filters, by their number in orders. */
  | { readonly kind: 'many'; readonly association: string }
  /** In an order of what a belongsToMany, by its id, leads to: the order of the through model's rows that connect. */
  | { readonly kind: 'through'; readonly association: string }
  /** What belongs to a function: an input with an attribute in each field, or for `count` its value. */
  | { readonly kind: 'aggregate'; readonly function: AggregateFunction }
  /** A named scope of the model: true or false, or its arguments. */
  | { readonly kind: 'scope'; readonly scope: string }
  /** What the rows of a group have in common: an input with an attribute in each field. */
  | { readonly kind: 'keys' }
  /** In a filter: the operators on a global id, the row's own or that of a row which it refers to. */
  | { readonly kind: 'globalId'; readonly references: readonly GlobalReference[] }
  /** In an order: the direction of all attributes of the row's key. */
  | { readonly kind: 'rowKey'; readonly attributes: readonly string[] }
  | RelationInput;

/** In the input of a row that is written: what happens over an association of it. */
export interface RelationInput {
  readonly kind: 'relation';
  readonly association: string;
  /** The target. */
  readonly model: string;
  /** The keys by which a row of the target may be named. */
  readonly keys: readonly KeyArgument[];
  readonly many: boolean;
  /** The model of a belongsToMany's connecting rows, where clients may write those too; else null. */
  readonly link: string | null;
  /** The row's own attributes that it writes, which the input may not give beside it. */
  readonly sets: readonly string[];
}

/** How a row holds a global id: its attributes have the values of the target's key. */
export interface GlobalReference extends GlobalIdTarget {
  readonly attributes: readonly string[];
  /** What the row holds where its attributes name a row of this target and of no other. */
  readonly discriminator: Readonly<Record<string, string | number | boolean>>;
}

type KinqlInputExtensions = { readonly kinql?: InputSource };

/** The extensions to put on a generated field of an input. */
export function inputExtensions(source: InputSource): KinqlInputExtensions {
  return { kinql: source };
}

/** What the field stands for, or undefined for a field that KinQL did not generate. */
export function getInputSource(field: GraphQLInputField): InputSource | undefined {
  return (field.extensions as KinqlInputExtensions).kinql;
}
