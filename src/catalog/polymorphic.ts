import type { CatalogAssociation, CatalogModel, Discriminator } from './catalog.ts';

/**
 * Marks the associations whose foreign key may name rows of several models: several belongsTo on one key, or lists of
 * several models over it. What tells them apart is the `scope` of the way back, `Post.hasMany(Comment, { foreignKey:
 * "itemId", scope: { kind: "post" } })`: a comment is a post's where its `kind` says so.
 */
export function markPolymorphic(models: readonly CatalogModel[]): CatalogModel[] {
  const uses = groupByKey(models.flatMap(({ associations }) => associations));
  return models.map((model) => ({
    ...model,
    associations: model.associations.map((association) => {
      const sharing = uses.get(keyOf(association)) ?? [];
      return association.kind === 'belongsTo' && isShared(association, sharing)
        ? { ...association, polymorphic: true, discriminator: findDiscriminator(sharing, association) }
        : association;
    }),
  }));
}

/**
 * Whether the key may name rows of other models. A constraint to this target says that it does not, and so do lists of other
 * models over it that have no scope: they go by a value that their rows share with the target's. Unless a second belongsTo
 * or a scope says the opposite: then the constraint is only what Sequelize adds unless it is told not to. A belongsTo over
 * the first column of a longer key names no row by this column alone, and says nothing.
 */
function isShared(association: CatalogAssociation, sharing: readonly CatalogAssociation[]): boolean {
  const others = sharing.filter((other) => otherEnd(other) !== association.target);
  return association.constrained
    ? others.some(
        ({ kind, narrowed, oddities }) =>
          narrowed || (kind === 'belongsTo' && !oddities.includes('compositeTarget')),
      )
    : others.length > 0;
}

/** The associations over each foreign key, from either side. */
function groupByKey(associations: readonly CatalogAssociation[]): ReadonlyMap<string, CatalogAssociation[]> {
  const groups = new Map<string, CatalogAssociation[]>();
  for (const association of associations.filter(({ kind }) => kind !== 'belongsToMany')) {
    const key = keyOf(association);
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, [association]);
    } else {
      group.push(association);
    }
  }
  return groups;
}

/** The foreign key, as the model that holds it and its attribute. */
function keyOf(association: CatalogAssociation): string {
  const { kind, source, sourceAttribute, target, targetAttribute } = association;
  return JSON.stringify(kind === 'belongsTo' ? [source, sourceAttribute] : [target, targetAttribute]);
}

/** The model whose rows the foreign key names. */
function otherEnd({ kind, source, target }: CatalogAssociation): string {
  return kind === 'belongsTo' ? target : source;
}

function findDiscriminator(
  sharing: readonly CatalogAssociation[],
  { target }: CatalogAssociation,
): Discriminator | null {
  const wayBack = sharing.find(
    ({ kind, source, scopeValues }) => kind !== 'belongsTo' && source === target && scopeValues !== null,
  );
  return wayBack?.scopeValues ?? null;
}
