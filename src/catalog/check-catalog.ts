import type { Catalog, CatalogAssociation, CatalogModel } from './catalog.ts';
import { checkAssociation } from './check-association.ts';
import { checkAttributes } from './check-attributes.ts';
import { checkClassCode } from './check-class-code.ts';
import { checkNamedScope, namedScopeProblem } from './check-named-scope.ts';
import { checkScope, type ScopeProblem } from './check-scope.ts';
import type { Selection } from './configure-catalog.ts';
import type { Finding } from './finding.ts';

/** What `checkCatalog` gives: the catalog of what can be served, and everything that was found. */
export interface CheckedCatalog {
  readonly catalog: Catalog;
  readonly findings: readonly Finding[];
}

const servedDialects = ['postgres', 'mysql', 'mariadb', 'sqlite'];

/**
 * Judges a catalog: gathers every mistake and oddity in one list, and leaves out what could only be served wrongly, and
 * what the options do not want. Pure; asks no database, so that a mistake is explained before the database answers it
 * with a number.
 */
export function checkCatalog(catalog: Catalog, selection: Selection = everything(catalog)): CheckedCatalog {
  const findings: Finding[] = [];
  if (!servedDialects.includes(catalog.dialect)) {
    findings.push({
      code: 'DIALECT_UNSUPPORTED',
      severity: 'fatal',
      place: 'Sequelize',
      message: `The dialect ${JSON.stringify(catalog.dialect)} is not served.`,
      mend: 'Use postgres, mysql, mariadb or sqlite.',
      served: null,
    });
  }
  if (catalog.searchPath) {
    findings.push({
      code: 'SEARCH_PATH_UNSUPPORTED',
      severity: 'fatal',
      place: 'Sequelize',
      message:
        "With dialectOptions.prependSearchPath each statement chooses its schema, and KinQL's would read whichever schema the one before chose.",
      mend: 'Leave the option out for the instance that KinQL serves, and define the models with a schema.',
      served: null,
    });
  }
  const served: CatalogModel[] = [];
  for (const model of catalog.models) {
    if (!selection.models.has(model.name)) {
      continue;
    }
    findings.push(...checkModel(model));
    if (checkDefaultScope(model) === null && hasVisibleAttributes(model)) {
      served.push(model);
    }
  }
  const used = usedForeignKeys(catalog);
  const names = new Set(served.map((model) => model.name));
  const models = served.map((model) => {
    const shown = model.associations.filter(({ id }) => !selection.hiddenAssociations.has(id));
    const associations = shown.filter((association) => {
      const result = checkAssociation(association, model, catalog, names);
      findings.push(...result.findings);
      return result.served;
    });
    findings.push(...checkReplacedAssociations(model, catalog, used));
    const scopes = model.scopes.filter((scope) => namedScopeProblem(scope, model) === null);
    return { ...model, associations, scopes };
  });
  const indexless = { postgres: 'Postgres', sqlite: 'SQLite' }[catalog.dialect];
  if (indexless !== undefined) {
    const listed = listedForeignKeys(models);
    findings.push(...models.flatMap((model) => checkIndexes(model, listed, indexless)));
  }
  if (models.length === 0) {
    findings.push({
      code: 'NO_MODELS',
      severity: 'fatal',
      place: 'Sequelize',
      message: 'There is no model to serve.',
      mend: 'Define the models on this Sequelize instance before the schema is built, or widen models.include.',
      served: null,
    });
  }
  return { catalog: { ...catalog, models }, findings };
}

function hasVisibleAttributes({ attributes }: CatalogModel): boolean {
  return attributes.some(({ hidden }) => hidden === null);
}

function everything(catalog: Catalog): Selection {
  return { models: new Set(catalog.models.map(({ name }) => name)), hiddenAssociations: new Set() };
}

function checkDefaultScope(model: CatalogModel): ScopeProblem | null {
  return checkScope(model.defaultScope, model, 'The default scope');
}

function checkModel(model: CatalogModel): Finding[] {
  const findings: Finding[] = [];
  if (!hasVisibleAttributes(model)) {
    findings.push({
      code: 'MODEL_WITHOUT_ATTRIBUTES',
      severity: 'warning',
      place: model.name,
      message: 'The model has no attribute that clients may see.',
      mend: `Show one by models.${model.name}.attributes, or exclude the model by models.exclude.`,
      served: 'the model and the associations to it are left out.',
    });
  }
  const { ignored } = model.defaultScope;
  const problem = checkDefaultScope(model);
  if (problem !== null) {
    findings.push({
      code: 'SCOPE_NOT_SERVED',
      severity: 'warning',
      place: model.name,
      ...problem,
      served: 'the model and the associations to it are left out.',
    });
  }
  if (ignored.length > 0) {
    findings.push({
      code: 'DEFAULT_SCOPE_PARTLY_IGNORED',
      severity: 'warning',
      place: model.name,
      message: ignored
        .map((part) => ignoredTexts[part] ?? `The default scope's ${part} is not used.`)
        .join(' '),
      mend: 'Leave it out of the default scope.',
      served: ignored.includes('order')
        ? "the rows of the scope's where, in the order of their key."
        : "the rows of the scope's where.",
    });
  }
  findings.push(...model.scopes.flatMap((scope) => checkNamedScope(scope, model)));
  findings.push(...checkClassCode(model));
  findings.push(...checkAttributes(model));
  return findings;
}

/** Why a part of a default scope that hides no row is not used. */
const ignoredTexts: Readonly<Record<string, string>> = {
  limit: "The default scope's limit would apply to a whole batch of parents instead of one.",
  offset: "The default scope's offset would apply to a whole batch of parents instead of one.",
  order: "The default scope's order has a term that is no attribute of the model.",
  include: "The default scope's include brings rows that clients ask for by themselves.",
};

/** The foreign keys, as `Model.attribute`, that some association of the catalog goes over. */
function usedForeignKeys(catalog: Catalog): ReadonlySet<string> {
  const used = new Set<string>();
  for (const association of catalog.models.flatMap((model) => model.associations)) {
    const { kind, source, sourceAttribute, target, targetAttribute, through } = association;
    if (through !== null) {
      used
        .add(`${through.model}.${through.sourceAttribute}`)
        .add(`${through.model}.${through.targetAttribute}`);
    } else {
      used.add(kind === 'belongsTo' ? `${source}.${sourceAttribute}` : `${target}.${targetAttribute}`);
    }
  }
  return used;
}

/**
 * A second association under the same name replaces the first without a word; its foreign key is what remains of it. A
 * foreign key to a model with which there is no association under such a name was never to be one.
 */
function checkReplacedAssociations(
  model: CatalogModel,
  catalog: Catalog,
  used: ReadonlySet<string>,
): Finding[] {
  return model.attributes
    .filter(
      ({ name, references, hidden }) =>
        references !== null &&
        hidden !== 'repeated' &&
        !used.has(`${model.name}.${name}`) &&
        catalog.models.some((other) => other.table.name === references && mayReplace(model, other)),
    )
    .map((attribute) => ({
      code: 'ASSOCIATION_REPLACED',
      severity: 'warning',
      place: `${model.name}.${attribute.name}`,
      message:
        'This foreign key has no association: either none was declared, or a second one under the same name replaced it.',
      mend: `Give each association to one model a name of its own: ${model.name}.belongsTo(..., { as: "...", foreignKey: "${attribute.name}" }).`,
      served: 'the key, without a field for the row it refers to.',
    }));
}

/** Whether there is an association between the two under the name that Sequelize gives where none is given. */
function mayReplace(model: CatalogModel, other: CatalogModel): boolean {
  const isUnnamed = ({ kind, aliased, inferred }: CatalogAssociation) =>
    kind !== 'belongsToMany' && !aliased && !inferred;
  return (
    model.associations.some((association) => association.target === other.name && isUnnamed(association)) ||
    other.associations.some((association) => association.target === model.name && isUnnamed(association))
  );
}

/** The foreign keys, as `Model.attribute`, over which lists of served models go. */
function listedForeignKeys(models: readonly CatalogModel[]): ReadonlySet<string> {
  return new Set(
    models
      .flatMap(({ associations }) => associations)
      .filter(({ kind }) => kind === 'hasMany' || kind === 'hasOne')
      .map(({ target, targetAttribute }) => `${target}.${targetAttribute}`),
  );
}

/** Postgres and SQLite, unlike MySQL, make no index for a foreign key, and lists over one without it read the table again and again. */
function checkIndexes(model: CatalogModel, listed: ReadonlySet<string>, database: string): Finding[] {
  const columns = model.attributes
    .filter(({ name, indexed }) => !indexed && listed.has(`${model.name}.${name}`))
    .map(({ column }) => JSON.stringify(column));
  if (columns.length === 0) {
    return [];
  }
  return [
    {
      code: 'FOREIGN_KEY_NOT_INDEXED',
      severity: 'warning',
      place: model.name,
      message: `The model declares no index for ${columns.join(', ')}, and ${database} makes none for a foreign key: the lists over it read the whole table once for each row that they stand under.`,
      mend: `Declare them, indexes: [${columns.map((column) => `{ fields: [${column}] }`).join(', ')}], and make them by a migration.`,
      served: 'the lists, slowly where the table is large.',
    },
  ];
}
