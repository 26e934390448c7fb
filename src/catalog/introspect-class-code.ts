import type { CatalogClassCode } from './catalog.ts';
import type { SequelizeInstance, SequelizeModel } from './sequelize-internals.ts';

/** Properties that Sequelize itself gives to an instance. */
const ownProperties: readonly string[] = [
  ...['dataValues', '_previousDataValues', 'uniqno', '_changed', '_options', 'isNewRecord'],
];

/**
 * Reads what a model's class does on its own. Sequelize puts an accessor for each attribute on the prototype, over one that
 * the class itself had there when it was initialised: such a one is gone for Sequelize's own users too, and cannot be seen.
 */
export function introspectClassCode(model: SequelizeModel, instance: SequelizeInstance): CatalogClassCode {
  const { Model: Base } = instance.constructor as unknown as { Model: { prototype: object } };
  return {
    toJson: Reflect.get(model.prototype, 'toJSON') !== Reflect.get(Base.prototype, 'toJSON'),
    fields: fieldsOf(model),
    accessors: accessorsOf(model, Base.prototype),
  };
}

/**
 * Fields come into being with an instance, so one is made; where its constructor takes offence, none are known. It is one of
 * a class below, which keeps Sequelize from warning of the same on the console.
 */
function fieldsOf(model: SequelizeModel): string[] {
  class Probe extends model {
    static readonly _overwrittenAttributesChecked = true;
  }
  let made: object;
  try {
    made = new Probe({}, { raw: true, isNewRecord: false });
  } catch {
    return [];
  }
  return Object.keys(model.rawAttributes).filter(
    (name) => Object.hasOwn(made, name) && !ownProperties.includes(name),
  );
}

/** An accessor that was defined after the model was initialised, or that a class above has. */
function accessorsOf(model: SequelizeModel, base: object): string[] {
  const found = new Set<string>();
  for (
    let link: object | null = model.prototype;
    link !== null && link !== base;
    link = Object.getPrototypeOf(link)
  ) {
    const { _attributeManipulation: sequelizes = {} } = link.constructor as unknown as SequelizeModel;
    for (const name of Object.keys(model.rawAttributes)) {
      const get = Object.getOwnPropertyDescriptor(link, name)?.get;
      if (get !== undefined && get !== sequelizes[name]?.get) {
        found.add(name);
      }
    }
  }
  return [...found];
}
