import type { ModelStatic, Sequelize } from 'sequelize';
import type { AssociationSpec, AttributeSpec, ModelSet, ModelSpec } from './model-set.ts';
import { dataType } from './values.ts';

/** Defines the models of a set on an instance, as an application would. */
export function defineModels(sequelize: Sequelize, { models }: ModelSet): void {
  for (const model of models) {
    sequelize.define(
      model.name,
      Object.fromEntries(
        model.attributes
          .filter(({ implied }) => !implied)
          .map((attribute) => [
            attribute.name,
            define(model, attribute, sequelize.getDialect() === 'postgres'),
          ]),
      ) as never,
      {
        timestamps: model.paranoid,
        ...(model.paranoid && { createdAt: false, updatedAt: false, paranoid: true }),
        defaultScope: {
          ...(Object.keys(model.scope.where).length > 0 && { where: bindable(model.scope.where) }),
          ...(model.scope.order.length > 0 && { order: model.scope.order.map((term) => [...term]) }),
        } as never,
      },
    );
  }
  for (const model of models) {
    for (const association of model.associations.filter(({ inferred }) => !inferred)) {
      associate(sequelize, model, association);
    }
  }
}

function define(
  { key }: ModelSpec,
  { name, column, kind, nullable, unique }: AttributeSpec,
  isPostgres: boolean,
): object {
  return {
    type: dataType(kind, isPostgres),
    field: column,
    allowNull: nullable,
    ...(key.includes(name) && { primaryKey: true }),
    ...(unique && !key.includes(name) && { unique: true }),
  };
}

function associate(sequelize: Sequelize, { name }: ModelSpec, association: AssociationSpec): void {
  const { kind, field, target, sourceAttribute, targetAttribute, constraints, through } = association;
  const source = sequelize.models[name] as ModelStatic<never>;
  const to = sequelize.models[target] as ModelStatic<never>;
  const scope = bindable(association.scope);
  const common = { as: field, constraints, ...(Object.keys(scope).length > 0 && { scope }) };
  if (through !== null) {
    source.belongsToMany(to, {
      ...common,
      through: {
        model: sequelize.models[through.model] as ModelStatic<never>,
        ...(Object.keys(through.scope).length > 0 && { scope: bindable(through.scope) }),
      },
      sourceKey: sourceAttribute,
      targetKey: targetAttribute,
      foreignKey: through.sourceAttribute,
      otherKey: through.targetAttribute,
    } as never);
  } else if (kind === 'belongsTo') {
    source.belongsTo(to, { ...common, foreignKey: sourceAttribute, targetKey: targetAttribute } as never);
  } else {
    const options = { ...common, foreignKey: targetAttribute, sourceKey: sourceAttribute } as never;
    if (kind === 'hasOne') {
      source.hasOne(to, options);
    } else {
      source.hasMany(to, options);
    }
  }
}

/** Sequelize takes no bigint. */
export function bindable(constants: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(constants).map(([name, value]) => [
      name,
      typeof value === 'bigint' ? String(value) : value,
    ]),
  );
}
