import type { SequelizeModel } from './sequelize-internals.ts';

/**
 * The columns of each key and index that the model declares, in their order; where the model names an attribute instead,
 * that. Without partial indexes, which find some of the rows only.
 */
export function indexColumns(model: SequelizeModel): readonly (readonly (string | undefined)[])[] {
  return [
    model.primaryKeyAttributes,
    ...Object.values(model.uniqueKeys).map((key) => key.fields),
    ...model._indexes
      .filter((index) => !index.where)
      .map(({ fields }) =>
        fields.map((field) => (typeof field === 'string' ? field : (field.name ?? field.attribute))),
      ),
  ];
}
