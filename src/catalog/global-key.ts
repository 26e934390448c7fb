import { type CatalogKey, type CatalogModel, findAttribute, identifyingKey, isKeyKind } from './catalog.ts';

/**
 * The key that a row's global id is made of: the one that tells rows apart, where clients may see it as it is. Null where
 * it is hidden, shown by a getter as something else, or not there.
 */
export function globalKey(model: CatalogModel): CatalogKey | null {
  const key = identifyingKey(model);
  const isShown = (name: string): boolean => {
    const attribute = findAttribute(model, name);
    return (
      attribute !== undefined &&
      attribute.hidden === null &&
      attribute.stored &&
      !attribute.computed &&
      isKeyKind(attribute.kind)
    );
  };
  return key?.attributes.every(isShown) === true ? key : null;
}
