import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import type { LimitError } from '../../errors/limit-error.ts';
import type { OperationContext } from '../../plan/collect-fields.ts';
import { findCostProblem } from '../../plan/cost.ts';
import type { Plan } from '../../plan/plan.ts';
import { planOperation } from '../../plan/plan-operation.ts';
import { findPlanVariables } from '../../plan/plan-variables.ts';
import { type SelectedField, selectedFields } from '../../plan/selected-fields.ts';
import { once } from '../../util/once.ts';
import { type Engine, limitsOf } from '../engine.ts';
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
}

/** How an operation is made ready. */
export interface PrepareSettings {
  /** Whether parents may be read in the statement of their children. */
  readonly joins?: boolean;
}

type Values = Readonly<Record<string, unknown>>;
type Prepared = Omit<PreparedOperation, 'variableValues'>;

/** Plans of this many operations are kept, with their variables where those have a say in what is read. */
const maxPrepared = 1_000;
/** Variables that are longer, as JSON, are not expected to come again. */
const maxVariables = 2_000;

/** What is known of an operation of a document, whatever its variables are. */
interface KnownOperation {
  readonly id: number;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  /** The variables that the plan depends on; of the others only whether they are there. */
  readonly planVariables: ReadonlySet<string>;
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
  readonly #prepared = new Map<string, Prepared>();
  #lastId = 0;

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
    const known = this.#find(schema, document, operationName ?? '');
    if (known === null) {
      return null;
    }
    const { operation, fragments } = known;
    const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables ?? {}, {
      maxErrors: 1,
    });
    if (coerced === undefined) {
      return null;
    }
    const key = joins ? keyOf(known, coerced) : null;
    let prepared = key === null ? undefined : this.#prepared.get(key);
    if (prepared === undefined) {
      const context = { schema, fragments, variableValues: coerced };
      prepared = prepareOperation(this.#engine, operation, context, joins);
    }
    if (key !== null && (prepared.direct?.scopes ?? null) === null) {
      this.#keep(key, prepared);
    }
    return { ...prepared, variableValues: coerced };
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
    const fragments = document.definitions.filter(
      (definition): definition is FragmentDefinitionNode => definition.kind === Kind.FRAGMENT_DEFINITION,
    );
    return {
      id: this.#lastId,
      operation,
      fragments: Object.fromEntries(fragments.map((fragment) => [fragment.name.value, fragment])),
      planVariables: findPlanVariables(schema, document),
    };
  }

  /** The one that was not asked for longest makes place. */
  #keep(key: string, prepared: Prepared): void {
    this.#prepared.delete(key);
    this.#prepared.set(key, prepared);
    if (this.#prepared.size > maxPrepared) {
      this.#prepared.delete(this.#prepared.keys().next().value as string);
    }
  }
}

/** Null where the variables are too long to keep, or JSON does not tell them apart. */
function keyOf({ id, planVariables }: KnownOperation, variables: Values): string | null {
  let key = String(id);
  for (const [name, value] of Object.entries(variables)) {
    try {
      key += planVariables.has(name)
        ? ` ${name} ${JSON.stringify(value)}`
        : ` ${name} ${value === null ? 'null' : 'given'}`;
    } catch {
      return null; // a bigint
    }
    if (key.length > maxVariables) {
      return null;
    }
  }
  return key;
}

function prepareOperation(
  engine: Engine,
  operation: OperationDefinitionNode,
  context: OperationContext,
  joins: boolean,
): Prepared {
  const refusal = findCostProblem(operation, context, limitsOf(engine));
  if (refusal !== null || operation.operation !== 'query') {
    return { refusal, direct: null };
  }
  const scopes = new ScopeCalls(engine);
  let asksScopes = false;
  const plan = planOperation(operation, context, (source) => {
    asksScopes = true;
    return scopes.orderOf(source);
  });
  const shape = shapeOperation(operation, context, plan);
  if (shape === null) {
    return { refusal, direct: null };
  }
  const run = joins ? joinParents(engine, plan, shape) : { plan, shape };
  // What is skipped depends on variables that the plan depends on too.
  const selected = once(() => selectedFields(operation, context));
  return { refusal, direct: { ...run, scopes: asksScopes ? scopes : null, selected } };
}
