import { type Catalog, type CatalogAssociation, type CatalogModel, getModel } from '../catalog/catalog.ts';

/**
 * The attributes, as `Model.attribute`, that name a row: whole primary keys, and the foreign keys of associations that refer
 * to one.
 */
export function collectIdentifiers(catalog: Catalog): ReadonlySet<string> {
  const identifiers = new Set<string>();
  for (const model of catalog.models) {
    for (const { name } of model.attributes) {
      if (isWholePrimaryKey(model, name)) {
        identifiers.add(`${model.name}.${name}`);
      }
    }
    for (const key of model.associations.flatMap(foreignKeys)) {
      if (isWholePrimaryKey(getModel(catalog, key.target), key.targetAttribute)) {
        identifiers.add(`${key.model}.${key.attribute}`);
      }
    }
  }
  return identifiers;
}

export interface ForeignKey {
  readonly model: string;
  readonly attribute: string;
  readonly target: string;
  readonly targetAttribute: string;
}

/** The foreign keys that an association goes over: one, or two where there is a through model. */
export function foreignKeys(association: CatalogAssociation): ForeignKey[] {
  const { kind, source, sourceAttribute, target, targetAttribute, through } = association;
  if (through !== null) {
    return [
      {
        model: through.model,
        attribute: through.sourceAttribute,
        target: source,
        targetAttribute: sourceAttribute,
      },
      { model: through.model, attribute: through.targetAttribute, target, targetAttribute },
    ];
  }
  return kind === 'belongsTo'
    ? [{ model: source, attribute: sourceAttribute, target, targetAttribute }]
    : [{ model: target, attribute: targetAttribute, target: source, targetAttribute: sourceAttribute }];
}

function isWholePrimaryKey(model: CatalogModel, attribute: string): boolean {
  return model.keys.some(
    (key) => key.primary && key.attributes.length === 1 && key.attributes[0] === attribute,
  );
}
