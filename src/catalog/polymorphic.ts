import type { CatalogAssociation, CatalogModel, Discriminator } from './catalog.ts';

/**
 * Marks the associations whose foreign key may name rows of several models: several belongsTo on one key, or lists of
 * several models over it. What tells them apart is the `scope` of the way back, `Post.hasMany(Comment, { foreignKey:
 * "itemId", scope: { kind: "post" } })`: a comment is a post's where its `kind` says so.
 */
export function markPolymorphic(models: readonly CatalogModel[]): CatalogModel[] {
  const all = models.flatMap(({ associations }) => associations);
  return models.map((model) => ({
    ...model,
    associations: model.associations.map((association) =>
      association.kind === 'belongsTo' && otherEnds(all, association).size > 1
        ? { ...association, polymorphic: true, discriminator: findDiscriminator(all, association) }
        : association,
    ),
  }));
}

/** The models at the other ends of associations over the key of a belongsTo. */
function otherEnds(
  all: readonly CatalogAssociation[],
  { source, sourceAttribute }: CatalogAssociation,
): Set<string> {
  const ends = new Set<string>();
  for (const association of all) {
    if (
      association.kind === 'belongsTo' &&
      association.source === source &&
      association.sourceAttribute === sourceAttribute
    ) {
      ends.add(association.target);
    } else if (isListOver(association, source, sourceAttribute)) {
      ends.add(association.source);
    }
  }
  return ends;
}

function isListOver(association: CatalogAssociation, target: string, targetAttribute: string): boolean {
  return (
    (association.kind === 'hasMany' || association.kind === 'hasOne') &&
    association.target === target &&
    association.targetAttribute === targetAttribute
  );
}

function findDiscriminator(
  all: readonly CatalogAssociation[],
  { source, sourceAttribute, target }: CatalogAssociation,
): Discriminator | null {
  const wayBack = all.find(
    (association) =>
      association.source === target &&
      isListOver(association, source, sourceAttribute) &&
      association.scopeValues !== null,
  );
  return wayBack?.scopeValues ?? null;
}
