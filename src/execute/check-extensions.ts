import type { QueryTypes, Sequelize } from 'sequelize';
import type { Catalog, CatalogType } from '../catalog/catalog.ts';

/** The extension that brings a type of Postgres which a database does not have by itself. */
const extensions: Readonly<Record<string, string>> = {
  citext: 'citext',
  geography: 'postgis',
  geometry: 'postgis',
  hstore: 'hstore',
};

/**
 * Looks for the types of extensions that attributes have, where there are such attributes, and gives a line for each that the
 * database does not know: with it the tables cannot be made, nor the values read.
 */
export async function checkExtensions(sequelize: Sequelize, catalog: Catalog): Promise<readonly string[]> {
  const users = new Map<string, string>();
  for (const model of catalog.models) {
    for (const attribute of model.attributes) {
      const type = extensionType(attribute);
      if (attribute.stored && type !== null && !users.has(type)) {
        users.set(type, `${model.name}.${attribute.name}`);
      }
    }
  }
  if (users.size === 0 || catalog.dialect !== 'postgres') {
    return [];
  }
  const missing = await sequelize.query<{ readonly name: string }>(
    'SELECT name FROM unnest($1::text[]) AS name WHERE to_regtype(name) IS NULL ORDER BY name',
    {
      bind: [[...users.keys()]],
      type: 'SELECT' as QueryTypes.SELECT,
      logging: false,
      raw: true,
      transaction: null,
    },
  );
  return missing.map(
    ({ name }) =>
      `The database has no type ${name}, which the attribute ${users.get(name)} uses. Make it by CREATE EXTENSION ${extensions[name]}, in a schema of the search path.`,
  );
}

/** Of the innermost type of an array too. */
function extensionType({ sqlType, element }: CatalogType): string | null {
  if (element !== null) {
    return extensionType(element);
  }
  const name = /^\w+/.exec(sqlType)?.[0].toLowerCase() ?? '';
  return Object.hasOwn(extensions, name) ? name : null;
}
