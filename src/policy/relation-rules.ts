import type { CatalogAssociation, CatalogModel } from '../catalog/catalog.ts';
import type { RuleNames } from './rule-condition.ts';
import type { AttributeChoice, RulesOptions } from './rules.ts';

/** The names in a choice. */
export function namesOf(choice: AttributeChoice): readonly string[] {
  return 'except' in choice ? choice.except : choice;
}

/** The association of a model that a rule calls so: by the name of its field in the API, else by its own. */
export function findAssociation(
  { names }: RuleNames,
  { name: model, associations }: Pick<CatalogModel, 'name' | 'associations'>,
  name: string,
): CatalogAssociation | undefined {
  const fields = names.models[model]?.associations ?? {};
  return (
    associations.find(({ id }) => fields[id] === name) ?? associations.find(({ alias }) => alias === name)
  );
}

/** Whether a choice of a model's associations has the one of the id. */
export function choosesAssociation(
  context: RuleNames,
  model: Pick<CatalogModel, 'name' | 'associations'>,
  choice: AttributeChoice | undefined,
  id: string,
): boolean {
  return (
    choice === undefined ||
    'except' in choice !== namesOf(choice).some((name) => findAssociation(context, model, name)?.id === id)
  );
}

/** The association that a field of a model's type leads over, as a list, a single row or a connection. */
export function associationOfField({ names }: RuleNames, model: string, field: string): string | undefined {
  const { associations = {}, connections = {} } = names.models[model] ?? {};
  return [...Object.entries(associations), ...Object.entries(connections)].find(
    ([, name]) => name === field,
  )?.[0];
}

/** Whether any role may not follow every association. */
export function restrictsAssociations({ models }: RulesOptions): boolean {
  return Object.values(models).some((roles) =>
    Object.values(roles).some(({ associations }) => associations !== undefined),
  );
}
