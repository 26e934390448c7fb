import type { Sequelize } from 'sequelize';
import type { Catalog, CatalogAssociation, CatalogModel, CatalogTable } from '../catalog/catalog.ts';
import { printAssociation } from '../catalog/finding.ts';

/** A column that the database has, by the names of its schema and table. */
interface Column {
  readonly schemaName: string;
  readonly tableName: string;
  readonly columnName: string;
  /** Whether it is found without naming the schema. */
  readonly isDefault: boolean | number;
}

/**
 * pg_catalog and not information_schema, which knows no materialized views and hides what the user may not read. What
 * a name without a schema means, the search path says.
 */
const postgresColumns = `
  SELECT n.nspname AS "schemaName", c.relname AS "tableName", a.attname AS "columnName",
    pg_table_is_visible(c.oid) AS "isDefault"
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT a.attisdropped
    AND n.nspname NOT IN ('pg_catalog', 'pg_toast', 'information_schema')`;

const mysqlColumns = `
  SELECT table_schema AS schemaName, table_name AS tableName, column_name AS columnName, 1 AS isDefault
  FROM information_schema.columns WHERE table_schema = DATABASE()`;

/**
 * Compares the tables and columns that the catalog's models read with those of the database, by one statement that changes
 * nothing, and gives a line for each that is missing: what it is, who needs it, and how it comes to be.
 */
export async function checkDatabase(sequelize: Sequelize, catalog: Catalog): Promise<readonly string[]> {
  const isPostgres = catalog.dialect === 'postgres';
  const [rows] = await sequelize.query(isPostgres ? postgresColumns : mysqlColumns, {
    logging: false,
    raw: true,
    transaction: null,
  });
  const nameRules = { isPostgres, fold: isPostgres && quotesNames(sequelize) ? asItIs : toLowerCase };
  const tables = groupByTable(rows as Column[], nameRules);
  return catalog.models.flatMap((model) => {
    const columns = tables.get(tableKey(model.table, nameRules));
    return columns === undefined ? [missingTable(model)] : missingColumns(model, columns, catalog, nameRules);
  });
}

/** How names are compared: case counts on Postgres unless Sequelize leaves out the quotes; on MySQL it may not. */
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
): ReadonlyMap<string, ReadonlySet<string>> {
  const tables = new Map<string, Set<string>>();
  for (const { schemaName, tableName, columnName, isDefault } of rows) {
    const names = [
      { name: tableName, schema: schemaName },
      ...(isDefault ? [{ name: tableName, schema: null }] : []),
    ];
    for (const key of names.map((name) => tableKey(name, nameRules))) {
      const columns = tables.get(key) ?? new Set();
      columns.add(nameRules.fold(columnName));
      tables.set(key, columns);
    }
  }
  return tables;
}

/** On MySQL a schema is only the beginning of a table's name, as Sequelize has it. */
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
  columns: ReadonlySet<string>,
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
