import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  getNullableType,
  getOperationAST,
  getVariableValues,
  isLeafType,
  type NamedTypeNode,
  type OperationDefinitionNode,
  type TypeNode,
  typeFromAST,
} from 'graphql';
import type { LimitError } from '../../errors/limit-error.ts';
import { fragmentsOf, type OperationContext } from '../../plan/collect-fields.ts';
import { findCostProblem } from '../../plan/cost.ts';
import type { Plan, PlanField } from '../../plan/plan.ts';
import { planOperation } from '../../plan/plan-operation.ts';
import { findPlanVariables } from '../../plan/plan-variables.ts';
import { type SelectedField, selectedFields } from '../../plan/selected-fields.ts';
import { once } from '../../util/once.ts';
import { type Engine, type EngineModel, limitsOf } from '../engine.ts';
import { hasAfterFindHook } from '../find-hooks.ts';
import { ScopeCalls } from '../scope-calls.ts';
import { joinParents } from './join-parents.ts';
import { JsonWriter } from './json-writer.ts';
import { type OperationShape, shapeOperation } from './shape.ts';

/** An operation with its variables, made ready to run. */
export interface PreparedOperation {
  /** Why it must not run: it costs more than it may. */
  readonly refusal: LimitError | null;
  /** Null where graphql-js must execute it. */
  readonly direct: DirectOperation | null;
  /** The variables, coerced. */
  readonly variableValues: Values;
}

export interface DirectOperation {
  readonly plan: Plan;
  readonly shape: OperationShape;
  /** The named scopes that were called to make the plan; null where there were none, and it holds for any request. */
  readonly scopes: ScopeCalls | null;
  /** The fields of models' types that it selects. */
  readonly selected: () => readonly SelectedField[];
  readonly isMutation: boolean;
  /** Models of which it joins rows: sure to be right only as long as no find hook is to see them as instances. */
  readonly joinedModels: readonly EngineModel[];
}

/** How an operation is made ready. */
export interface PrepareSettings {
  /** Whether parents may be read in the statement of their children. */
  readonly joins?: boolean;
}

type Values = Readonly<Record<string, unknown>>;

interface Prepared extends Omit<PreparedOperation, 'variableValues'> {
  /** Whether it is the same for all requests with these variables. */
  readonly isLasting: boolean;
}

/** Plans of this many operations are kept, with their variables where those have a say in what is read. */
const maxPrepared = 1_000;
/** And as many as have this many fields together, of which each takes about two kilobytes: an operation may be large. */
const maxFields = 50_000;
/** As much as a field take so many characters of a document or of variables, where they are filters and the like. */
const charactersOfField = 25;
/** Variables that are longer, as JSON, are not expected to come again. */
const maxVariables = 2_000;

/** What is known of an operation of a document, whatever its variables are. */
interface KnownOperation {
  readonly id: number;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  /** Characters of both, as far as they say where they are from. */
  readonly characters: number;
  /** The variables that the plan depends on; of the others only whether they are there. */
  readonly planVariables: ReadonlySet<string>;
  /** Whether it is up to variables how many rows it writes, which the plan leaves open. */
  readonly writesAnyRows: boolean;
}

/**
 * Operations that were made ready already, by document and variables. Documents are told apart by identity: a server keeps
 * those that it has parsed.
 */
export class PreparedOperations {
  /** Writes the answers, one after the other. */
  readonly writer = new JsonWriter();
  readonly #engine: Engine;
  readonly #known = new WeakMap<GraphQLSchema, WeakMap<DocumentNode, Map<string, KnownOperation | null>>>();
  readonly #prepared = new Map<string, { readonly prepared: Prepared; readonly size: number }>();
  /** Fields of all that are kept. */
  #fields = 0;
  #lastId = 0;
  #mayJoin = true;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /**
   * Makes a validated operation ready to run; null where the document has no such operation or the variables do not coerce,
   * which graphql-js has the words for.
   */
  prepare(
    schema: GraphQLSchema,
    document: DocumentNode,
    operationName: string | null | undefined,
    variables: Values | null | undefined,
    { joins = true }: PrepareSettings = {},
  ): PreparedOperation | null {
    // No operation has an empty name, not even one without a name.
    const known = operationName === '' ? null : this.#find(schema, document, operationName ?? '');
    if (known === null) {
      return null;
    }
    const { operation, fragments, planVariables } = known;
    const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables ?? {}, {
      maxErrors: 1,
    });
    if (coerced === undefined) {
      return null;
    }
    const key = joins ? keyOf(known, coerced) : null;
    const context = { schema, fragments, variableValues: coerced };
    let prepared = key === null ? undefined : this.#prepared.get(key)?.prepared;
    if (prepared === undefined || hasNewHooks(this.#engine, prepared)) {
      prepared = tryToPrepare(this.#engine, operation, context, planVariables, joins && this.#mayJoin);
    } else if (known.writesAnyRows) {
      const refusal = findCostProblem(operation, context, limitsOf(this.#engine));
      if (refusal !== null) {
        return { refusal, direct: null, variableValues: coerced };
      }
    }
    if (key !== null && prepared.isLasting) {
      this.#keep(key, prepared, sizeOf(prepared, known.characters + key.length));
    }
    const { refusal, direct } = prepared;
    return { refusal, direct, variableValues: coerced };
  }

  /** Joins no parents from now on: the database has columns of other types than the models say. */
  joinNoMore(): void {
    this.#mayJoin = false;
    this.#prepared.clear();
    this.#fields = 0;
  }

  #find(schema: GraphQLSchema, document: DocumentNode, name: string): KnownOperation | null {
    const documents =
      this.#known.get(schema) ?? new WeakMap<DocumentNode, Map<string, KnownOperation | null>>();
    this.#known.set(schema, documents);
    const operations = documents.get(document) ?? new Map<string, KnownOperation | null>();
    documents.set(document, operations);
    let known = operations.get(name);
    if (known === undefined) {
      const operation = getOperationAST(document, name === '' ? null : name) ?? null;
      known = operation && this.#know(schema, document, operation);
      // A name that the document does not have comes from a client: none of those is kept.
      if (known !== null) {
        operations.set(name, known);
      }
    }
    return known;
  }

  #know(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): KnownOperation {
    this.#lastId += 1;
    const fragments = fragmentsOf(document);
    const lengths = [operation, ...Object.values(fragments)].map(({ loc }) =>
      loc ? loc.end - loc.start : 0,
    );
    const planVariables = findPlanVariables(schema, document);
    return {
      id: this.#lastId,
      operation,
      fragments,
      characters: lengths.reduce((sum, length) => sum + length, 0),
      planVariables,
      writesAnyRows:
        operation.operation === 'mutation' &&
        (operation.variableDefinitions ?? []).some(
          ({ variable, type }) => !planVariables.has(variable.name.value) && !isOneValue(schema, type),
        ),
    };
  }

  /** Those that were not asked for longest make place. */
  #keep(key: string, prepared: Prepared, size: number): void {
    this.#forget(key);
    this.#prepared.set(key, { prepared, size });
    this.#fields += size;
    while (this.#prepared.size > maxPrepared || this.#fields > maxFields) {
      this.#forget(this.#prepared.keys().next().value as string);
    }
  }

  #forget(key: string): void {
    this.#fields -= this.#prepared.get(key)?.size ?? 0;
    this.#prepared.delete(key);
  }
}

/** Whether a variable of the type holds no rows, whatever its value is. */
function isOneValue(schema: GraphQLSchema, type: TypeNode): boolean {
  const known = typeFromAST(schema, type as NamedTypeNode);
  return known !== undefined && isLeafType(getNullableType(known));
}

/** What a plan takes, in fields. */
function sizeOf({ direct }: Prepared, characters: number): number {
  return direct === null ? 0 : Math.max(direct.shape.size, Math.ceil(characters / charactersOfField));
}

/** Null where the variables are too long to keep, or JSON does not tell them apart. */
function keyOf({ id, planVariables }: KnownOperation, variables: Values): string | null {
  let key = String(id);
  for (const [name, value] of Object.entries(variables)) {
    const printed = planVariables.has(name) ? printPlain(value) : value === null ? 'null' : 'given';
    if (printed === null) {
      return null;
    }
    key += ` ${name} ${printed}`;
    if (key.length > maxVariables) {
      return null;
    }
  }
  return key;
}

function printPlain(value: unknown): string | null {
  try {
    return isPlainJson(value) ? JSON.stringify(value) : null;
  } catch {
    return null; // nested too deep
  }
}

/** Whether JSON holds all of the value: an app may pass on infinities, instants and objects of its own, which it does not tell apart. */
function isPlainJson(value: unknown): boolean {
  if (typeof value === 'number') {
    return Number.isFinite(value);
  }
  if (typeof value !== 'object' || value === null) {
    return value === null || typeof value === 'string' || typeof value === 'boolean';
  }
  if (Array.isArray(value)) {
    return value.every(isPlainJson);
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  // Input objects that graphql-js made have none; those in JSON are of whatever realm parsed them.
  const isRecord = prototype === null || Object.getPrototypeOf(prototype) === null;
  return isRecord && !('toJSON' in value) && Object.values(value).every(isPlainJson);
}

/** Whether a hook that was added since is to see rows that the operation joins. */
function hasNewHooks(engine: Engine, { direct }: Prepared): boolean {
  return direct?.joinedModels.some(({ live }) => hasAfterFindHook(engine, live)) ?? false;
}

/** What cannot be planned is left to graphql-js, which tells the error in its places. */
function tryToPrepare(...given: Parameters<typeof prepareOperation>): Prepared {
  try {
    return prepareOperation(...given);
  } catch {
    return { refusal: null, direct: null, isLasting: false };
  }
}

function prepareOperation(
  engine: Engine,
  operation: OperationDefinitionNode,
  context: OperationContext,
  planVariables: ReadonlySet<string>,
  joins: boolean,
): Prepared {
  const refusal = findCostProblem(operation, context, limitsOf(engine));
  const isMutation = operation.operation === 'mutation';
  if (refusal !== null || operation.operation === 'subscription') {
    return { refusal, direct: null, isLasting: !isMutation };
  }
  const scopes = new ScopeCalls(engine);
  let asksScopes = false;
  const plan = planOperation(operation, context, (source) => {
    asksScopes = true;
    return scopes.orderOf(source);
  });
  const shape = shapeOperation(operation, context, plan);
  if (shape === null) {
    return { refusal, direct: null, isLasting: !asksScopes && !hasProblem(plan.fields, new Set()) };
  }
  const run = joins ? joinParents(engine, plan, shape, isMutation) : { plan, shape, joinedModels: [] };
  const kept = withoutKeys(context, planVariables);
  const selected = once(() => selectedFields(operation, kept));
  return {
    refusal,
    direct: { ...run, scopes: asksScopes ? scopes : null, selected, isMutation },
    isLasting: !asksScopes,
  };
}

/** What is skipped depends on variables that the plan depends on too: the keys of one request, and what it writes, are not to be kept for the next. */
function withoutKeys(context: OperationContext, planVariables: ReadonlySet<string>): OperationContext {
  const variables = Object.entries(context.variableValues).filter(([name]) => planVariables.has(name));
  return { ...context, variableValues: Object.fromEntries(variables) };
}

/** Whether a field cannot be answered: a key may be to blame, which the next request has another of. */
function hasProblem(fields: readonly PlanField[], seen: Set<PlanField>): boolean {
  return fields.some((field) => {
    if (seen.has(field)) {
      return false;
    }
    seen.add(field);
    return field.problem !== null || hasProblem(field.fields, seen);
  });
}
