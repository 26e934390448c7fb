import {
  type Catalog,
  type CatalogAssociation,
  type CatalogAttribute,
  type CatalogModel,
  type Discriminator,
  findAttribute,
  getAttribute,
  getModel,
} from '../catalog/catalog.ts';
import { globalKey } from '../catalog/global-key.ts';
import type { Names } from '../inflection/name-catalog.ts';
import type { GlobalReference } from '../plan/input-source.ts';
import { type ForeignKey, foreignKeys } from './identifiers.ts';

/**
 * Whose global ids the foreign keys show, by `Model.attribute`: those that refer to a primary key. A key that may name rows
 * of several models refers to each of them, where its row tells which; where it does not, the key is left as it is.
 */
export function collectReferences(
  catalog: Catalog,
  names: Names,
): ReadonlyMap<string, readonly GlobalReference[]> {
  const uses = new Map<string, KeyUse[]>();
  for (const association of catalog.models.flatMap(({ associations }) => associations)) {
    for (const key of foreignKeys(association)) {
      const place = `${key.model}.${key.attribute}`;
      const known = uses.get(place) ?? [];
      uses.set(place, [...known, { ...key, discriminator: discriminatorOf(catalog, association, key) }]);
    }
  }
  const references = new Map<string, readonly GlobalReference[]>();
  for (const [place, keyUses] of uses) {
    const found = referencesOf(catalog, names, keyUses);
    if (found.length > 0) {
      references.set(place, found);
    }
  }
  return references;
}

/** A foreign key as one association uses it. */
interface KeyUse extends ForeignKey {
  /** What a row holds whose key names a row of the target: nothing, where every row's does; null where nobody knows. */
  readonly discriminator: Discriminator | null;
}

function discriminatorOf(
  catalog: Catalog,
  { kind, polymorphic, discriminator, constrained, narrowed, scopeValues }: CatalogAssociation,
  key: ForeignKey,
): Discriminator | null {
  switch (kind) {
    case 'belongsTo':
      return polymorphic ? discriminator : {};
    case 'belongsToMany': {
      const model = catalog.models.find(({ name }) => name === key.model);
      const references = model && findAttribute(model, key.attribute)?.references;
      return references ? {} : null;
    }
    default:
      // A constraint lets a key name rows of one table only, whatever the scope of the way back.
      return constrained || !narrowed ? {} : scopeValues;
  }
}

function referencesOf(catalog: Catalog, names: Names, uses: readonly KeyUse[]): readonly GlobalReference[] {
  const [{ model: modelName, attribute: name } = { model: '', attribute: '' }] = uses;
  const model = catalog.models.find((candidate) => candidate.name === modelName);
  const attribute = model && findAttribute(model, name);
  if (model === undefined || attribute === undefined || !isShownAsReference(attribute, model, names)) {
    return [];
  }
  const targets = [...new Set(uses.map(({ target }) => target))];
  const references = targets.map((target) => {
    const own = uses.filter((use) => use.target === target);
    const isCertain = own.some(({ discriminator }) => isEmpty(discriminator));
    return toReference(catalog, names, own[0] as KeyUse, isCertain ? {} : commonDiscriminator(own));
  });
  const isKnown = references.every((reference) => reference !== null);
  const isTold = references.length === 1 || references.every((found) => !isEmpty(found?.discriminator));
  return isKnown && isTold ? references : [];
}

/** What a model shows as `rowId` is the key of its own row; what it shows by code of its own is no key. */
function isShownAsReference(
  { name, hidden, stored, computed }: CatalogAttribute,
  model: CatalogModel,
  { models }: Names,
): boolean {
  const isOwnKey =
    globalKey(model)?.attributes.join() === name && models[model.name]?.attributes[name] === 'rowId';
  return hidden === null && stored && !computed && !isOwnKey;
}

function isEmpty(discriminator: Discriminator | null | undefined): boolean {
  return discriminator !== null && discriminator !== undefined && Object.keys(discriminator).length === 0;
}

/** What all of the uses say, or null where they differ. */
function commonDiscriminator(uses: readonly KeyUse[]): Discriminator | null {
  const printed = new Set(uses.map(({ discriminator }) => JSON.stringify(discriminator)));
  return printed.size === 1 ? (uses[0] as KeyUse).discriminator : null;
}

/** Null where the key does not refer to what the target's global ids are made of, or its row does not tell the target. */
function toReference(
  catalog: Catalog,
  names: Names,
  { model, attribute, target: targetName, targetAttribute }: KeyUse,
  discriminator: Discriminator | null,
): GlobalReference | null {
  const target = getModel(catalog, targetName);
  const key = globalKey(target);
  const holder = getModel(catalog, model);
  const isTold =
    discriminator !== null && Object.keys(discriminator).every((name) => findAttribute(holder, name)?.stored);
  return isTold &&
    key?.primary === true &&
    key.attributes.length === 1 &&
    key.attributes[0] === targetAttribute
    ? {
        type: names.models[targetName]?.type as string,
        model: targetName,
        key: [{ attribute: targetAttribute, kind: getAttribute(target, targetAttribute).kind }],
        attributes: [attribute],
        discriminator,
      }
    : null;
}
