import {
  type Catalog,
  type CatalogKey,
  type CatalogModel,
  identifyingKey,
  isKeyKind,
} from '../catalog/catalog.ts';
import type { Finding } from '../catalog/finding.ts';
import type { Inflection } from './inflection.ts';
import type { NameSettings } from './name-fields.ts';
import { NameSpace, type NameWish } from './name-space.ts';

/** Keys whose attributes are all visible (a hidden one must not be guessed by asking for it) and comparable. */
export function servedKeys(model: CatalogModel): CatalogKey[] {
  return model.keys.filter((key) =>
    key.attributes.every((name) =>
      model.attributes.some(
        ({ name: candidate, hidden, kind }) => candidate === name && hidden === null && isKeyKind(kind),
      ),
    ),
  );
}

/** The names of a model's fields of `Query`. */
export interface QueryFieldNames {
  readonly row: string | null;
  readonly rowByKey: string | null;
  readonly list: string;
  readonly connection: string;
  readonly aggregate: string;
  readonly groupBy: string;
}

/** Rows of all models first, then the lists, then the rows by key. */
export function nameQueryFields(
  catalog: Catalog,
  inflection: Inflection,
  { relay }: NameSettings,
  findings: Finding[],
): QueryFieldNames[] {
  const fields = new NameSpace('Query field', findings);
  for (const name of relay ? ['node', 'nodes'] : []) {
    fields.reserve(name, 'the option relay');
  }
  const claimFor = (
    models: readonly CatalogModel[],
    wish: (model: CatalogModel) => NameWish,
  ): ReadonlyMap<CatalogModel, string> => {
    const names = fields.claimAll(models.map(wish));
    return new Map(models.map((model, index) => [model, names[index] as string]));
  };
  const rows = claimFor(catalog.models.filter(hasServedRow), (model) => ({
    owner: `one ${model.name}`,
    wished: inflection.rowField(model),
    fallback: (wished) => `${wished}Row`,
  }));
  const lists = claimFor(catalog.models, (model) => ({
    owner: `the list of ${model.name}`,
    wished: inflection.listField(model),
    fallback: (wished) => `${wished}List`,
  }));
  const rowsByKey = claimFor(
    catalog.models.filter((model) => servedKeys(model).length > 0),
    (model) => ({
      owner: `${model.name} by key`,
      wished: inflection.rowByKeyField(model),
      fallback: (wished) => `${wished}Key`,
    }),
  );
  const claimBeside = (
    wish: (listField: string) => string,
    owner: string,
  ): ReadonlyMap<CatalogModel, string> =>
    claimFor(catalog.models, (model) => ({
      owner: `the ${owner} of ${model.name}`,
      wished: wish(lists.get(model) as string),
      fallback: (wished) => `${wished}Field`,
    }));
  const connections = claimBeside(inflection.connectionField, 'connection');
  const aggregates = claimBeside(inflection.aggregateField, 'aggregate');
  const groups = claimBeside(inflection.groupByField, 'groups');
  return catalog.models.map((model) => ({
    connection: connections.get(model) as string,
    aggregate: aggregates.get(model) as string,
    groupBy: groups.get(model) as string,
    row: rows.get(model) ?? null,
    list: lists.get(model) as string,
    rowByKey: rowsByKey.get(model) ?? null,
  }));
}

function hasServedRow(model: CatalogModel): boolean {
  const key = identifyingKey(model);
  return key !== null && servedKeys(model).includes(key);
}
