import { type CatalogModel, identifyingKey } from '../catalog/catalog.ts';
import type { ConfiguredNames } from '../catalog/configure-catalog.ts';
import type { Finding } from '../catalog/finding.ts';
import { type DerivedType, type Inflection, toPascalCase } from './inflection.ts';
import { claimBy, type FieldNaming } from './name-fields.ts';
import { NameSpace } from './name-space.ts';

/** What clients write to ask for a model's scopes. */
export interface ScopesNaming {
  /** The type of the argument `scopes`. */
  readonly input: string;
  /** By scope, its field there, and for one that takes arguments the type of that field. */
  readonly fields: Readonly<Record<string, { readonly field: string; readonly input: string | null }>>;
}

/** Names the scopes that the options offer; null where there are none. */
export function nameScopes(
  model: CatalogModel,
  type: string,
  inflection: Inflection,
  configured: ConfiguredNames,
  types: NameSpace,
  findings: Finding[],
): ScopesNaming | null {
  const offered = model.scopes.filter(({ offer }) => offer !== null);
  if (offered.length === 0) {
    return null;
  }
  const fields = claimBy(
    new NameSpace(`scope of ${type}`, findings),
    offered,
    ({ name }) => configured.scopes.get(`${model.name}.${name}`),
    ({ name }) => ({
      owner: `${model.name}'s scope ${name}`,
      wished: inflection.scopeField(name),
      unchanged: inflection.scopeField(name) === name,
      fallback: (wished) => `${wished}Scope`,
    }),
  );
  const claim = (owner: string, base: string, derived: DerivedType): string =>
    types.claim({
      owner,
      wished: inflection.derivedTypeName(base, derived),
      fallback: (wished) => `${wished}Input`,
    });
  return {
    input: claim(`the scopes of ${model.name}`, type, 'Scopes'),
    fields: Object.fromEntries(
      offered.map((scope) => {
        const field = fields.get(scope) as string;
        const takesArguments = (scope.offer?.arguments ?? []).length > 0;
        const owner = `the arguments of ${model.name}'s scope ${scope.name}`;
        return [
          scope.name,
          { field, input: takesArguments ? claim(owner, type + toPascalCase(field), 'Scope') : null },
        ];
      }),
    ),
  };
}

/** An attribute of the key that is called so as well keeps its name. */
export function nameDeletedArgument(
  model: CatalogModel,
  { attributes, globalId }: Pick<FieldNaming, 'attributes' | 'globalId'>,
  findings: Finding[],
): string {
  const names = new NameSpace(`argument of one ${model.name}`, findings);
  if (globalId === null) {
    for (const attribute of identifyingKey(model)?.attributes ?? []) {
      names.reserve(attributes[attribute] ?? attribute, `${model.name}.${attribute}`);
    }
  }
  const usual = 'deleted';
  return model.offersDeleted
    ? names.claim({
        owner: `deleted rows of ${model.name}`,
        wished: usual,
        fallback: (wished) => `${wished}Rows`,
      })
    : usual;
}
