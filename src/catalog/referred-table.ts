import type { SequelizeAttribute, SequelizeTable } from './sequelize-internals.ts';

/** The table that an attribute `references`: given with its schema or without, or as a name alone, as Sequelize 3 had it. */
export function referredTable(attribute: SequelizeAttribute | undefined): string | null {
  const references = attribute?.references;
  if (references === undefined) {
    return null;
  }
  const table = typeof references === 'string' ? references : (references.model as SequelizeTable);
  return nameOfTable(table);
}

export function nameOfTable(table: SequelizeTable): string {
  return typeof table === 'string' ? table : table.tableName;
}
