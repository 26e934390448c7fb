import type { CatalogModel, CatalogNamedScope, CatalogScope } from './catalog.ts';
import { checkScope, type ScopeProblem } from './check-scope.ts';
import type { Finding } from './finding.ts';

/** Why clients cannot ask for a scope that the options offer; null where they can, and where only a call will tell. */
export function namedScopeProblem(
  { name, scope, offer }: CatalogNamedScope,
  model: CatalogModel,
): ScopeProblem | null {
  return offer === null || scope === null ? null : checkScope(scope, model, `The scope ${name}`);
}

/** Judges a scope that the options offer, as far as it is known before it is called. */
export function checkNamedScope(named: CatalogNamedScope, model: CatalogModel): Finding[] {
  const { name, scope, offer } = named;
  if (offer === null || scope === null) {
    return [];
  }
  const problem = namedScopeProblem(named, model);
  return problem === null
    ? checkIgnoredParts(name, scope, model)
    : [
        {
          code: 'SCOPE_NOT_SERVED',
          severity: 'warning',
          place: placeOf(name, model),
          ...problem,
          served: 'the scope is left out.',
        },
      ];
}

/** What of a scope is not used where clients ask for it. */
export function checkIgnoredParts(name: string, { ignored }: CatalogScope, model: CatalogModel): Finding[] {
  return ignored.length === 0
    ? []
    : [
        {
          code: 'SCOPE_PARTLY_IGNORED',
          severity: 'warning',
          place: placeOf(name, model),
          message: `Not used where clients ask for the scope: ${ignored.join(', ')}. They choose limits and attributes by themselves, and an order of anything but attributes makes no cursors.`,
          mend: 'Leave it out of the scope, or offer another one.',
          served: 'the rows that the other parts of the scope leave.',
        },
      ];
}

function placeOf(name: string, model: CatalogModel): string {
  return `${model.name}.scope(${JSON.stringify(name)})`;
}
