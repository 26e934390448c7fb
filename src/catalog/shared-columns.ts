import type { SequelizeModel } from './sequelize-internals.ts';

/**
 * The attributes over the column of this one, in the order of definition. There are several where one side of an association
 * names the foreign key by its attribute, `userId`, and the other by its column, `user_id`: Sequelize adds a second attribute.
 */
export function attributesOfColumn(model: SequelizeModel, name: string): readonly string[] {
  const column = columnOf(model, name);
  return column === undefined
    ? [name]
    : Object.keys(model.rawAttributes).filter((other) => columnOf(model, other) === column);
}

/** The attribute by which the column of this one goes: of several the first, by whose name it can be selected. */
export function mainAttribute(model: SequelizeModel, name: string): string {
  return attributesOfColumn(model, name).find(isSelectable) ?? name;
}

/** Rows come back by attribute: Postgres cuts names past 63 bytes, Sequelize drops quotes, `$` begins names of our own. */
export function isSelectable(name: string): boolean {
  return Buffer.byteLength(name) <= 63 && !/["`]|^\$/.test(name);
}

function columnOf(model: SequelizeModel, name: string): string | undefined {
  const attribute = model.rawAttributes[name];
  if (attribute === undefined || (typeof attribute.type !== 'string' && attribute.type.key === 'VIRTUAL')) {
    return undefined;
  }
  return attribute.field ?? name;
}
