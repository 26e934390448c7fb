import {
  type GraphQLField,
  type GraphQLFieldConfig,
  type GraphQLFieldResolver,
  TypeNameMetaFieldDef,
} from 'graphql';
import type { PlanField } from '../../plan/plan.ts';
import type { OperationState } from '../operation-state.ts';

/** Gives a value that is at hand: of a row, or of a part of a connection. What graphql-js would give to the field's type. */
export type ReadValue = (source: never, state: OperationState) => unknown;

/**
 * Gives the field's value for each of several sources, in their order: what graphql-js would give to its type, or an `Error`
 * in the place of a value that could not be had. Throws or rejects where none could be had.
 */
export type LoadValues = (
  sources: readonly unknown[],
  place: LoadPlace,
) => readonly unknown[] | PlacedValues | Promise<readonly unknown[] | PlacedValues>;

/** Values that several sources may share, each once. */
export interface PlacedValues {
  /** None of them is null or an `Error`. */
  readonly distinct: readonly unknown[];
  /** For each source the place of its value among them; -1 where that is null. */
  readonly places: readonly number[];
}

export function isPlaced(values: readonly unknown[] | PlacedValues): values is PlacedValues {
  return 'distinct' in values;
}

/** Where in an operation values are loaded. */
export interface LoadPlace {
  readonly state: OperationState;
  /** The field in the operation's plan; the field reads what it says. */
  readonly field: PlanField;
  readonly definition: GraphQLField<unknown, unknown>;
  readonly args: Readonly<Record<string, unknown>>;
  /** Hears which of the sources got a list that was cut at a limit which the client did not ask for. */
  readonly cut: (source: number, limit: number) => void;
}

/**
 * How a generated field is answered without its resolver, for all rows of a list at once. The field's resolver gives the same,
 * one row at a time, to whoever executes the schema in another way.
 */
export type Direct = DirectRead | { readonly load: LoadValues };

export interface DirectRead {
  readonly read: ReadValue;
  /** The same, but where the value does not fit its type, it throws what a client is told; as `read` where this is left out. */
  readonly readChecked?: ReadValue;
}

interface DirectExtension {
  readonly direct: Direct;
  /** The resolver that the field was built with: where it has another one since, somebody wants a say in its values. */
  readonly resolve: GraphQLFieldResolver<never, unknown> | undefined;
}

type DirectExtensions = { readonly kinqlDirect?: DirectExtension };

/** The field with how it is answered directly. */
export function withDirect<Source>(
  config: GraphQLFieldConfig<Source, unknown>,
  direct: Direct,
): GraphQLFieldConfig<Source, unknown> {
  const kinqlDirect: DirectExtension = { direct, resolve: config.resolve };
  return { ...config, extensions: { ...config.extensions, kinqlDirect } };
}

/** The fields of an object of KinQL's own that are its properties, as graphql-js reads them without a resolver. */
export function propertyFields<Source extends object>(
  configs: Readonly<Record<string, GraphQLFieldConfig<Source, unknown>>>,
): Record<string, GraphQLFieldConfig<Source, unknown>> {
  return Object.fromEntries(
    Object.entries(configs).map(([name, config]) => [
      name,
      withDirect(config, { read: (source: Source) => (source as Readonly<Record<string, unknown>>)[name] }),
    ]),
  );
}

/**
 * How the field is answered directly; null where only its resolver knows, as of any field of another's making: without a resolver, it
 * is what the app's own objects hold, promises and methods among that.
 */
export function getDirect(field: GraphQLField<unknown, unknown>): Direct | null {
  return hasOwnResolver(field) ? ((field.extensions as DirectExtensions).kinqlDirect?.direct ?? null) : null;
}

/** Whether the field was built to be answered directly, and has the resolver that it was built with. */
export function hasOwnResolver(field: GraphQLField<unknown, unknown>): boolean {
  const extension = (field.extensions as DirectExtensions).kinqlDirect;
  return field === TypeNameMetaFieldDef || (extension !== undefined && field.resolve === extension.resolve);
}
