import type { CatalogAssociation, CatalogAttribute, CatalogModel } from './catalog.ts';
import { isUniqueAttribute } from './catalog.ts';

/**
 * Adds to each target of a belongsTo the association that leads back: to one row where the foreign key is unique, else to
 * many. None where the target already declares one over the same key, and none where the way back would not be the
 * mirror of the way there: polymorphic keys, narrowed targets, composite primary keys.
 */
export function inferInverses(models: readonly CatalogModel[]): CatalogModel[] {
  const belongsTos = models.flatMap((model) =>
    model.associations
      .filter((association) => association.kind === 'belongsTo')
      .map((association) => ({ model, association })),
  );
  return models.map((target) => {
    const inferred = belongsTos
      .filter(({ association }) => association.target === target.name)
      .filter(({ model, association }) => isMirrored(model, target, association))
      .filter(({ association }) => !target.associations.some((declared) => leadsBack(declared, association)))
      .map(({ model, association }) => inverseOf(model, association));
    return { ...target, associations: [...target.associations, ...dropRepeated(inferred)] };
  });
}

/** Two belongsTo over one key and to one target have one way back; the first declared gives it. */
function dropRepeated(inferred: readonly CatalogAssociation[]): CatalogAssociation[] {
  return inferred.filter(
    (association, index) =>
      !inferred
        .slice(0, index)
        .some(
          (earlier) =>
            earlier.target === association.target &&
            earlier.targetAttribute === association.targetAttribute &&
            earlier.sourceAttribute === association.sourceAttribute,
        ),
  );
}

function isMirrored(model: CatalogModel, target: CatalogModel, association: CatalogAssociation): boolean {
  const foreignKey = model.attributes.find((attribute) => attribute.name === association.sourceAttribute);
  return (
    foreignKey?.stored === true &&
    isComparable(
      foreignKey,
      target.attributes.find(({ name }) => name === association.targetAttribute),
    ) &&
    !association.narrowed &&
    !association.polymorphic &&
    association.oddities.every((oddity) => oddity === 'uniqueKey')
  );
}

/** A text that refers to a UUID or a number may be written in several ways, of which a look from the other side finds one. */
function isComparable(foreignKey: CatalogAttribute, targetKey: CatalogAttribute | undefined): boolean {
  const integers: readonly unknown[] = ['integer', 'bigInteger'];
  return (
    foreignKey.kind === targetKey?.kind ||
    (integers.includes(foreignKey.kind) && integers.includes(targetKey?.kind))
  );
}

function leadsBack(declared: CatalogAssociation, belongsTo: CatalogAssociation): boolean {
  return (
    (declared.kind === 'hasMany' || declared.kind === 'hasOne') &&
    declared.target === belongsTo.source &&
    declared.targetAttribute === belongsTo.sourceAttribute
  );
}

function inverseOf(model: CatalogModel, association: CatalogAssociation): CatalogAssociation {
  return {
    ...association,
    id: `inverse of ${association.id}`,
    kind: isUniqueAttribute(model, association.sourceAttribute) ? 'hasOne' : 'hasMany',
    source: association.target,
    target: association.source,
    sourceAttribute: association.targetAttribute,
    targetAttribute: association.sourceAttribute,
    inferred: true,
    narrowed: model.defaultScope.absent.includes(association.sourceAttribute),
    scopeValues: null,
    targetScope: null,
    oddities: [],
  };
}
