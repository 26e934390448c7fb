import type { Catalog, CatalogAssociation, CatalogAttribute, CatalogModel } from './catalog.ts';
import { checkNames, keepName } from './check-names.ts';
import { checkScopes, configureScopes, scopeEntries } from './configure-scopes.ts';
import type { Finding } from './finding.ts';
import {
  type AssociationOptions,
  type AttributeOptions,
  associationWords,
  attributeWords,
  type Exposure,
  exposures,
  type ModelOptions,
  type ModelsOptions,
  modelEntries,
  modelWords,
} from './model-options.ts';

/** What the options say about the models. */
export interface CatalogOptions {
  readonly models?: ModelsOptions | undefined;
  /** Whether types get fields for the belongsTo that lead to them, where a model does not say. */
  readonly inverses?: boolean | undefined;
}

/** How names come about, which is nothing that a catalog knows. */
export interface NameRules {
  /** `People` of `Person`. */
  pluralize(word: string): string;
  /** The field of an inferred inverse that leads to rows of `target`, as it is called without a clash. */
  inverseField(association: CatalogAssociation, target: CatalogModel): string;
}

/** Names that the options give, which go before all generated ones. */
export interface ConfiguredNames {
  /** Names of types, by model. */
  readonly types: ReadonlyMap<string, string>;
  /** Names of fields, by attribute as `Model.attribute`. */
  readonly attributes: ReadonlyMap<string, string>;
  /** Names of fields, by id of the association. */
  readonly associations: ReadonlyMap<string, string>;
  /** Names of fields in the argument `scopes`, by scope as `Model.scope`. */
  readonly scopes: ReadonlyMap<string, string>;
}

/** What is served of a catalog, as far as the options choose. */
export interface Selection {
  readonly models: ReadonlySet<string>;
  /** Ids of the associations without a field. */
  readonly hiddenAssociations: ReadonlySet<string>;
}

export interface ConfiguredCatalog {
  /** All models, served or not. */
  readonly catalog: Catalog;
  readonly selection: Selection;
  readonly names: ConfiguredNames;
  readonly findings: readonly Finding[];
}

/**
 * The catalog as the options want it: exposure, descriptions, names, and what is served at all. A name that is nothing's is
 * fatal: whoever excludes a model and misspells it would serve it.
 */
export function configureCatalog(
  introspected: Catalog,
  { models: options = {}, inverses = true }: CatalogOptions,
  rules: NameRules,
): ConfiguredCatalog {
  const findings: Finding[] = [];
  const entries = new Map(modelEntries(options));
  const { include, exclude = [] } = options;
  const modelNames = introspected.models.map(({ name }) => name);
  for (const [place, names] of [
    ['models', [...entries.keys()]],
    ['models.include', include ?? []],
    ['models.exclude', exclude],
  ] as const) {
    findings.push(...checkNames(place, names, modelNames, 'model'));
  }
  const models = introspected.models.map((model) =>
    configureModel(model, entries.get(model.name) ?? {}, rules),
  );
  const names = {
    types: new Map(),
    attributes: new Map(),
    associations: new Map(),
    scopes: new Map(),
  } as const;
  const hiddenAssociations = new Set<string>();
  for (const model of models) {
    const entry = entries.get(model.name) ?? {};
    const place = `models.${model.name}`;
    const attributes = Object.entries(entry.attributes ?? {});
    const associations = findAssociations(model, models, rules);
    const associationOptions = new Map(Object.entries(entry.associations ?? {}));
    findings.push(
      ...checkWords(place, entry),
      ...checkNames(
        `${place}.attributes`,
        attributes.map(([name]) => name),
        model.attributes.map(({ name }) => name),
        `attribute of ${model.name}`,
      ),
      ...checkNames(
        `${place}.associations`,
        [...associationOptions.keys()],
        [...associations.keys()],
        `association of ${model.name}`,
      ),
      ...keepName(names.types, model.name, entry.name, place),
      ...attributes.flatMap(([name, { name: field }]) =>
        keepName(names.attributes, `${model.name}.${name}`, field, `${place}.attributes.${name}`),
      ),
      ...checkScopes(model, entry, place),
      ...scopeEntries(entry).flatMap(([name, { name: field }]) =>
        keepName(names.scopes, `${model.name}.${name}`, field, `${place}.scopes.${name}`),
      ),
    );
    for (const [key, { id, inferred }] of associations) {
      const { name, expose }: AssociationOptions = associationOptions.get(key) ?? {};
      findings.push(...keepName(names.associations, id, name, `${place}.associations.${key}`));
      if (!(expose ?? (!inferred || (entry.inverses ?? inverses)))) {
        hiddenAssociations.add(id);
      }
    }
  }
  const selected = modelNames.filter(
    (name) => (include ?? modelNames).includes(name) && !exclude.includes(name),
  );
  return {
    catalog: { ...introspected, models },
    selection: { models: new Set(selected), hiddenAssociations },
    names,
    findings,
  };
}

function configureModel(model: CatalogModel, options: ModelOptions, { pluralize }: NameRules): CatalogModel {
  const { name, description, readOnly, attributes = {}, deleted } = options;
  return {
    ...model,
    scopes: configureScopes(model, options),
    offersDeleted: deleted === true && model.paranoid,
    ...(name !== undefined && { singular: name, plural: pluralize(name) }),
    description: description ?? model.description,
    readOnly: readOnly ?? false,
    attributes: model.attributes.map((attribute) =>
      Object.hasOwn(attributes, attribute.name)
        ? configureAttribute(attribute, attributes[attribute.name] as AttributeOptions)
        : attribute,
    ),
  };
}

const exposed: Readonly<Record<Exposure, Pick<CatalogAttribute, 'hidden' | 'writable'>>> = {
  'read-write': { hidden: null, writable: true },
  'read-only': { hidden: null, writable: false },
  'write-only': { hidden: 'configured', writable: true },
  hidden: { hidden: 'configured', writable: false },
};

/** What cannot be carried is hidden whatever is said; saying so as well is a way to have no warning. */
function configureAttribute(
  attribute: CatalogAttribute,
  { expose, description, required }: AttributeOptions,
): CatalogAttribute {
  const { hidden } = attribute;
  const applies = hidden === 'virtual' || hidden === 'type' ? expose === 'hidden' : hidden !== 'name';
  return {
    ...attribute,
    description: description ?? attribute.description,
    required: required ?? attribute.required,
    ...(expose !== undefined && applies && exposed[expose]),
  };
}

/** The associations of a model by the names that the options know them by; a declared one goes before an inferred one. */
function findAssociations(
  model: CatalogModel,
  models: readonly CatalogModel[],
  { inverseField }: NameRules,
): ReadonlyMap<string, CatalogAssociation> {
  const found = new Map<string, CatalogAssociation>();
  for (const association of model.associations) {
    const target = models.find((candidate) => candidate.name === association.target);
    const key =
      association.inferred && target !== undefined ? inverseField(association, target) : association.alias;
    found.set(found.has(key) ? association.id : key, association);
  }
  return found;
}

/** The words of the options' own in an entry: a misspelt one would show what it was to hide. */
function checkWords(
  place: string,
  { attributes = {}, associations = {}, scopes: _scopes, ...others }: ModelOptions,
): Finding[] {
  const check = (where: string, words: readonly string[], known: readonly string[], kind: string) =>
    checkNames(where, words, known, kind, `Known are ${known.join(', ')}.`);
  return [
    ...check(place, Object.keys(others), modelWords, 'option of a model'),
    ...Object.entries(attributes).flatMap(([name, options]) => [
      ...check(`${place}.attributes.${name}`, Object.keys(options), attributeWords, 'option of an attribute'),
      ...check(
        `${place}.attributes.${name}.expose`,
        options.expose === undefined ? [] : [String(options.expose)],
        exposures,
        'exposure',
      ),
    ]),
    ...Object.entries(associations).flatMap(([name, options]) =>
      check(
        `${place}.associations.${name}`,
        Object.keys(options),
        associationWords,
        'option of an association',
      ),
    ),
  ];
}
