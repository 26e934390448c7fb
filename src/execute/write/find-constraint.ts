import type { EngineModel } from '../engine.ts';
import type { WriteContext } from './write-context.ts';

/** A constraint that a statement broke: the table that has it, and the columns it is made of. */
export interface Constraint {
  readonly table: string;
  readonly columns: readonly string[];
}

/** What of a driver's error is read here. */
interface DriverError {
  readonly constraint?: string;
  readonly table?: string;
  readonly schema?: string;
  readonly sqlMessage?: string;
  readonly message: string;
}

type Lookup = Pick<WriteContext, 'engine' | 'transaction'>;

/**
 * The constraint that an error of a unique or foreign key names, looked up in the database's own catalog: the texts of such
 * errors depend on the server's language, and Sequelize knows only the names that it gave itself. Null where it is not found.
 */
export async function findConstraint(
  context: Lookup,
  model: EngineModel,
  error: Error,
): Promise<Constraint | null> {
  const { original } = error as { readonly original?: DriverError };
  if (original === undefined) {
    return null;
  }
  switch (context.engine.dialect) {
    case 'postgres':
      return findOnPostgres(context, original);
    case 'sqlite':
      return readSqlite(original);
    default:
      return readForeignKey(original) ?? findIndex(context, model, original);
  }
}

async function findOnPostgres(
  { engine, transaction }: Lookup,
  { constraint, table, schema }: DriverError,
): Promise<Constraint | null> {
  if (constraint === undefined || table === undefined || schema === undefined) {
    return null;
  }
  const rows = (await engine.sequelize.query(
    `SELECT a.attname AS "column" FROM pg_class AS t JOIN pg_namespace AS n ON n.oid = t.relnamespace
      CROSS JOIN LATERAL (
        SELECT unnest(c.conkey) AS attribute FROM pg_constraint AS c
          WHERE c.conrelid = t.oid AND c.conname = $constraint AND c.contype = 'f'
        UNION ALL SELECT unnest(i.indkey::int2[]) FROM pg_index AS i JOIN pg_class AS x ON x.oid = i.indexrelid
          WHERE i.indrelid = t.oid AND x.relname = $constraint
      ) AS k JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = k.attribute
      WHERE t.relname = $table AND n.nspname = $schema`,
    { bind: { constraint, table, schema }, type: 'SELECT' as never, logging: false, transaction },
  )) as unknown as { readonly column: string }[];
  return { table, columns: rows.map(({ column }) => column) };
}

/** MySQL writes the whole constraint into the error. */
function readForeignKey({ sqlMessage = '' }: DriverError): Constraint | null {
  const [, table, columns] =
    /\(`[^`]+`\.`([^`]+)`, CONSTRAINT .+? FOREIGN KEY \((.+?)\) REFERENCES/.exec(sqlMessage) ?? [];
  return table === undefined || columns === undefined
    ? null
    : { table, columns: columns.split(', ').map((name) => name.replace(/`/g, '')) };
}

/** MySQL names the index, with its table in front from version 8 on. */
async function findIndex(
  { engine, transaction }: Lookup,
  { catalog }: EngineModel,
  { sqlMessage = '' }: DriverError,
): Promise<Constraint | null> {
  const [, key] = /for key '([^']+)'$/.exec(sqlMessage) ?? [];
  if (key === undefined) {
    return null;
  }
  const rows = (await engine.sequelize.query(
    `SELECT COLUMN_NAME AS name FROM information_schema.STATISTICS
      WHERE TABLE_SCHEMA = COALESCE($schema, DATABASE()) AND TABLE_NAME = $table AND INDEX_NAME IN ($key, $rest)
      ORDER BY SEQ_IN_INDEX`,
    {
      bind: {
        schema: null,
        table:
          catalog.table.schema === null
            ? catalog.table.name
            : `${catalog.table.schema}.${catalog.table.name}`,
        key,
        rest: key.split('.').at(-1),
      },
      type: 'SELECT' as never,
      logging: false,
      transaction,
    },
  )) as unknown as { readonly name: string }[];
  return { table: catalog.table.name, columns: rows.map(({ name }) => name) };
}

/** SQLite names the columns, and of a foreign key nothing. */
function readSqlite({ message }: DriverError): Constraint | null {
  const [, list] = /UNIQUE constraint failed: (.+)$/.exec(message) ?? [];
  if (list === undefined) {
    return null;
  }
  const names = list.split(', ').map((name) => name.split('.'));
  return { table: names[0]?.[0] ?? '', columns: names.map((name) => name.at(-1) ?? '') };
}
