import type { CatalogNamedScope, CatalogScope } from '../catalog/catalog.ts';
import { checkIgnoredParts } from '../catalog/check-named-scope.ts';
import { checkScope } from '../catalog/check-scope.ts';
import { introspectAskedScope } from '../catalog/introspect-scope.ts';
import type { SequelizeModel } from '../catalog/sequelize-internals.ts';
import { errorCodes } from '../errors/error-code.ts';
import { RequestError } from '../errors/request-error.ts';
import { attributeTerm } from '../plan/order.ts';
import type { SourceReference } from '../plan/plan.ts';
import type { ScopeOrder } from '../plan/plan-source.ts';
import type { ScopeCall } from '../policy/condition.ts';
import { invariant } from '../util/invariant.ts';
import { type Engine, type EngineModel, getEngineModel, resolveSource } from './engine.ts';

/** A clone of a model class that reads with nothing but one scope, and what that says of the rows. */
interface AskedScope {
  readonly live: SequelizeModel;
  readonly scope: CatalogScope;
}

/**
 * The named scopes that an operation asks for. A function among them is called once for the same arguments, however many
 * reads ask for it, so that they all see the same rows.
 */
export class ScopeCalls {
  readonly #engine: Engine;
  readonly #asked = new Map<SequelizeModel, Map<string, AskedScope | RequestError>>();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /**
   * The class that reads with the scope alone.
   *
   * @throws RequestError where a scope function throws, or gives what cannot be served.
   */
  find(live: SequelizeModel, call: ScopeCall): AskedScope {
    const ofClass = this.#asked.get(live) ?? new Map<string, AskedScope | RequestError>();
    this.#asked.set(live, ofClass);
    const key = JSON.stringify([call.name, call.arguments]);
    const asked = ofClass.get(key) ?? this.#ask(live, call);
    ofClass.set(key, asked);
    if (asked instanceof RequestError) {
      throw asked;
    }
    return asked;
  }

  /** The order that the scopes of a source give a list whose client asks for none. */
  orderOf(source: SourceReference): ScopeOrder {
    const { live } = resolveSource(this.#engine, source);
    const calls = source.scopes ?? [];
    try {
      const terms = calls.flatMap((call) => this.find(live, call).scope.order);
      if (terms.length > 0) {
        const first = new Map(terms.toReversed().map((term) => [term.attribute, term]));
        return terms
          .filter((term) => first.get(term.attribute) === term)
          .map(({ attribute, direction }) => attributeTerm(attribute, direction));
      }
    } catch {
      return 'failed';
    }
    return replacesDefault(this.#engine, source) ? [] : 'default';
  }

  /** Of a function, only a call tells what it asks for. */
  #tell({ catalog }: EngineModel, name: string, scope: CatalogScope): void {
    const { told, settings } = this.#engine;
    const place = `${catalog.name}.${name}`;
    if (findScope(getEngineModel(this.#engine, catalog.name), name).scope === null && !told.has(place)) {
      told.add(place);
      for (const finding of checkIgnoredParts(name, scope, catalog)) {
        settings.onFinding?.(finding);
      }
    }
  }

  #ask(live: SequelizeModel, { name, arguments: given }: ScopeCall): AskedScope | RequestError {
    const model = getEngineModel(this.#engine, live.name);
    const named = findScope(model, name);
    try {
      const values = (named.offer?.arguments ?? []).map((argument) => given[argument.name]);
      const clone = live.scope(named.parameters === null ? name : { method: [name, ...values] });
      const scope = introspectAskedScope(clone);
      const problem = checkScope(scope, model.catalog, `The scope ${name}`);
      if (problem !== null) {
        throw new Error(`${problem.message} ${problem.mend}`);
      }
      this.#tell(model, name, scope);
      return { live: clone, scope };
    } catch (error) {
      return new RequestError(
        errorCodes.INTERNAL_SERVER_ERROR,
        `A scope of ${live.name} cannot be applied.`,
        error,
      );
    }
  }
}

/** Whether a source reads without its model's default scope. That of a scoped target belongs to the association, and stays. */
export function replacesDefault(
  engine: Engine,
  { model, association, scopes = [] }: SourceReference,
): boolean {
  const { targetScope = null } = (association !== null && engine.associations.get(association)) || {};
  return (
    targetScope === null &&
    scopes.some(({ name }) => findScope(getEngineModel(engine, model), name).offer?.replacesDefault)
  );
}

function findScope({ catalog }: EngineModel, name: string): CatalogNamedScope {
  const scope = catalog.scopes.find((candidate) => candidate.name === name);
  invariant(scope, `no scope ${name} of ${catalog.name}`);
  return scope;
}
