import type { QueryTypes, Sequelize } from 'sequelize';
import type {
  AttributeKind,
  Catalog,
  CatalogAssociation,
  CatalogAttribute,
  CatalogModel,
  CatalogTable,
} from '../catalog/catalog.ts';
import { printAssociation } from '../catalog/finding.ts';
import { checkExtensions } from './check-extensions.ts';
import { type SqlDialect, sqlDialectOf } from './sql-dialect.ts';

/** A column that the database has, by the names of its schema and table. */
interface Column {
  readonly schemaName: string;
  readonly tableName: string;
  readonly columnName: string;
  /** As Postgres prints it, without a length; null elsewhere. */
  readonly type: string | null;
  /** Whether it may be null; of a view nothing is said. */
  readonly isNullable: boolean | number;
  /** Whether it is found without naming the schema. */
  readonly isDefault: boolean | number;
}

/**
 * pg_catalog and not information_schema, which knows no materialized views and hides what the user may not read. What
 * a name without a schema means, the search path says.
 */
const postgresColumns = `
  SELECT n.nspname AS "schemaName", c.relname AS "tableName", a.attname AS "columnName",
    format_type(a.atttypid, NULL) AS "type", NOT a.attnotnull AND c.relkind IN ('r', 'p', 'f') AS "isNullable",
    pg_table_is_visible(c.oid) AS "isDefault"
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT a.attisdropped
    AND n.nspname NOT IN ('pg_catalog', 'pg_toast', 'information_schema')`;

const mysqlColumns = `
  SELECT table_schema AS schemaName, table_name AS tableName, column_name AS columnName, NULL AS type,
    is_nullable = 'YES' AND table_name NOT IN (SELECT table_name FROM information_schema.views WHERE table_schema = DATABASE())
      AS isNullable,
    1 AS isDefault
  FROM information_schema.columns WHERE table_schema = DATABASE()`;

/** A key that is the number of the row may not be null, whatever is declared. */
const sqliteColumns = `
  SELECT '' AS schemaName, m.name AS tableName, c.name AS columnName, NULL AS type,
    m.type = 'table' AND NOT c."notnull" AND c.pk = 0 AS isNullable, 1 AS isDefault
  FROM sqlite_schema AS m JOIN pragma_table_xinfo(m.name) AS c WHERE m.type IN ('table', 'view')`;

const columnsQueries: Readonly<Record<SqlDialect, string>> = {
  postgres: postgresColumns,
  mysql: mysqlColumns,
  sqlite: sqliteColumns,
};

/**
 * Compares the tables and columns that the catalog's models read with those of the database, by one statement that changes
 * nothing (and one for types that extensions bring), and gives a line for each that is missing, or is another than the model says: what it is, who needs it, and how
 * to mend it.
 */
export async function checkDatabase(sequelize: Sequelize, catalog: Catalog): Promise<readonly string[]> {
  const isPostgres = catalog.dialect === 'postgres';
  // Without a type, Sequelize fails on what today's mariadb driver answers.
  const rows = await sequelize.query<Column>(columnsQueries[sqlDialectOf(catalog.dialect)], {
    type: 'SELECT' as QueryTypes.SELECT,
    logging: false,
    raw: true,
    transaction: null,
  });
  const nameRules = { isPostgres, fold: isPostgres && quotesNames(sequelize) ? asItIs : toLowerCase };
  const tables = groupByTable(rows, nameRules);
  const differences = catalog.models.flatMap((model) => {
    const columns = tables.get(tableKey(model.table, nameRules));
    return columns === undefined
      ? [missingTable(model)]
      : [
          ...missingColumns(model, columns, catalog, nameRules),
          ...differentColumns(model, columns, catalog, nameRules),
        ];
  });
  return [...(await checkExtensions(sequelize, catalog)), ...differences];
}

/** How names are compared: case counts on Postgres unless Sequelize leaves out the quotes; on the others it may not. */
interface NameRules {
  readonly isPostgres: boolean;
  readonly fold: (name: string) => string;
}

const asItIs = (name: string): string => name;
const toLowerCase = (name: string): string => name.toLowerCase();

function quotesNames(sequelize: Sequelize): boolean {
  return (
    (sequelize as unknown as { options: { quoteIdentifiers?: boolean } }).options.quoteIdentifiers !== false
  );
}

/** The columns of each table, under the name of the table alone too where that is enough to reach it. */
function groupByTable(
  rows: readonly Column[],
  nameRules: NameRules,
): ReadonlyMap<string, ReadonlyMap<string, Column>> {
  const tables = new Map<string, Map<string, Column>>();
  for (const column of rows) {
    const { schemaName, tableName, columnName, isDefault } = column;
    const names = [
      { name: tableName, schema: schemaName },
      ...(isDefault ? [{ name: tableName, schema: null }] : []),
    ];
    for (const key of names.map((name) => tableKey(name, nameRules))) {
      const columns = tables.get(key) ?? new Map<string, Column>();
      columns.set(nameRules.fold(columnName), column);
      tables.set(key, columns);
    }
  }
  return tables;
}

/** On MySQL and SQLite a schema is only the beginning of a table's name, as Sequelize has it. */
function tableKey({ name, schema }: CatalogTable, { isPostgres, fold }: NameRules): string {
  return isPostgres || schema === null
    ? JSON.stringify([schema === null ? null : fold(schema), fold(name)])
    : JSON.stringify([null, fold(`${schema}.${name}`)]);
}

function missingTable({ name, table }: CatalogModel): string {
  const full = table.schema === null ? table.name : `${table.schema}.${table.name}`;
  return `The database has no table ${JSON.stringify(full)}, which the model ${name} reads. ${mend}`;
}

function missingColumns(
  model: CatalogModel,
  columns: ReadonlyMap<string, Column>,
  catalog: Catalog,
  { fold }: NameRules,
): string[] {
  return model.attributes
    .filter(({ stored, column }) => stored && !columns.has(fold(column)))
    .flatMap(({ name, column, hidden }) => {
      const association = associationOver(catalog, model.name, name);
      if (association === undefined && hidden !== null) {
        return [];
      }
      const target = catalog.models.find((candidate) => candidate.name === association?.target);
      const user =
        association === undefined
          ? `the attribute ${model.name}.${name}`
          : printAssociation(association, target);
      return [
        `The table ${JSON.stringify(model.table.name)} has no column ${JSON.stringify(column)}, which ${user} uses. ${mend}`,
      ];
    });
}

const mend = 'Add it by a migration, or by sync({ alter: true }) in development.';

/** The types of Postgres that a key of a kind is compared with as it should be; kinds that are not here are not judged. */
const keyTypes: Readonly<Partial<Record<AttributeKind, readonly string[]>>> = {
  text: ['character varying', 'text', 'name'],
  integer: ['smallint', 'integer', 'bigint'],
  bigInteger: ['smallint', 'integer', 'bigint'],
  decimal: ['numeric'],
  uuid: ['uuid'],
  date: ['date'],
  dateTime: ['timestamp with time zone', 'timestamp without time zone'],
};

function expectedTypes({ kind, sqlType }: CatalogAttribute): readonly string[] | undefined {
  if (kind === 'text' && sqlType.startsWith('CHAR(')) {
    return ['character'];
  }
  return kind === 'text' && sqlType === 'CITEXT' ? ['citext'] : keyTypes[kind];
}

/** A key whose type is another finds no rows, without an error; a null where the model has none is an error for clients. */
function differentColumns(
  model: CatalogModel,
  columns: ReadonlyMap<string, Column>,
  catalog: Catalog,
  { fold }: NameRules,
): string[] {
  const table = JSON.stringify(model.table.name);
  return model.attributes.flatMap((attribute) => {
    const column = attribute.stored ? columns.get(fold(attribute.column)) : undefined;
    if (column === undefined) {
      return [];
    }
    const place = `The column ${JSON.stringify(attribute.column)} of the table ${table}`;
    const name = `${model.name}.${attribute.name}`;
    const lines: string[] = [];
    const expected = expectedTypes(attribute);
    if (
      column.type !== null &&
      expected?.includes(column.type) === false &&
      isKey(catalog, model, attribute.name)
    ) {
      lines.push(
        `${place} has the type ${column.type}, and ${name} says ${attribute.sqlType}: rows may not be found by it. Declare the attribute as the column is.`,
      );
    }
    if (column.isNullable && !attribute.nullable && attribute.hidden === null) {
      lines.push(
        `${place} may be null, and ${name} says that it may not: a row with a null there is an error for the client. Say allowNull: true, or make the column NOT NULL.`,
      );
    }
    return lines;
  });
}

/** Whether rows are looked for by the attribute: as one of the model's keys, or by an association. */
function isKey(catalog: Catalog, model: CatalogModel, attribute: string): boolean {
  return (
    model.keys.some(({ attributes }) => attributes.includes(attribute)) ||
    catalog.models
      .flatMap(({ associations }) => associations)
      .some(
        (a) =>
          (a.source === model.name && a.sourceAttribute === attribute) ||
          (a.target === model.name && a.targetAttribute === attribute),
      )
  );
}

/** The declared association that goes over an attribute, a belongsTo before those that mirror it. */
function associationOver(catalog: Catalog, model: string, attribute: string): CatalogAssociation | undefined {
  const declared = catalog.models
    .flatMap(({ associations }) => associations)
    .filter(({ inferred }) => !inferred);
  return (
    declared.find((a) => a.kind === 'belongsTo' && a.source === model && a.sourceAttribute === attribute) ??
    declared.find((a) => a.kind !== 'belongsTo' && a.target === model && a.targetAttribute === attribute)
  );
}
