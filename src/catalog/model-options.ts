import type { Catalog, CatalogModel } from './catalog.ts';
import type { Finding } from './finding.ts';

/** What a team says about its models beside the models themselves; each name is one of `sequelize.models`. */
export interface ModelsOptions {
  /** Only these are served, where given. */
  readonly include?: readonly string[];
  /** These are not; associations through them are. */
  readonly exclude?: readonly string[];
  /** By attribute, as `Model.attribute`: shown to clients or not, whatever KinQL would have chosen. */
  readonly expose?: Readonly<Record<string, boolean>>;
}

/**
 * The catalog with the attributes shown and hidden as the options say. A name that is nothing's is fatal: whoever excludes
 * a model and misspells it would serve it.
 */
export function applyModelsOptions(
  catalog: Catalog,
  { include = [], exclude = [], expose = {} }: ModelsOptions,
): { readonly catalog: Catalog; readonly findings: readonly Finding[] } {
  const findings: Finding[] = [];
  const modelNames = new Set(catalog.models.map(({ name }) => name));
  for (const [option, names] of Object.entries({ include, exclude })) {
    for (const name of names) {
      if (!modelNames.has(name)) {
        findings.push(namesNothing(`models.${option}`, name, 'model'));
      }
    }
  }
  const attributeNames = new Set(
    catalog.models.flatMap((model) => model.attributes.map(({ name }) => `${model.name}.${name}`)),
  );
  for (const name of Object.keys(expose)) {
    if (!attributeNames.has(name)) {
      findings.push(namesNothing('models.expose', name, 'attribute, written Model.attribute'));
    }
  }
  return {
    catalog: { ...catalog, models: catalog.models.map((model) => exposeAttributes(model, expose)) },
    findings,
  };
}

function exposeAttributes(model: CatalogModel, expose: Readonly<Record<string, boolean>>): CatalogModel {
  const attributes = model.attributes.map((attribute) => {
    const exposed = expose[`${model.name}.${attribute.name}`];
    if (exposed === undefined || ['virtual', 'type', 'name'].includes(attribute.hidden ?? '')) {
      return attribute;
    }
    return { ...attribute, hidden: exposed ? null : ('configured' as const) };
  });
  return { ...model, attributes };
}

function namesNothing(option: string, name: string, kind: string): Finding {
  return {
    code: 'OPTION_NAMES_NOTHING',
    severity: 'fatal',
    place: option,
    message: `${JSON.stringify(name)} is no ${kind}.`,
    mend: 'Write it as the models do.',
    served: null,
  };
}
