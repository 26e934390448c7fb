import { writeResult } from './output.ts';

export interface MigrationOptions {
  readonly table: string;
  readonly schema?: string;
}

/** Prints the migration of the table that `writes.idempotencyTable` names. Gives the exit code. */
export async function migration(options: MigrationOptions): Promise<number> {
  await writeResult(migrationText(options));
  return 0;
}

/** The migration as a file of sequelize-cli. */
export function migrationText({ table, schema }: MigrationOptions): string {
  const name = JSON.stringify(schema === undefined ? table : { tableName: table, schema });
  return `'use strict';

// The table of KinQL's idempotency keys: name it in the option writes.idempotencyTable.
// Rows are needed for as long as a client may send a write again; older ones can be deleted by createdAt.
module.exports = {
  async up(queryInterface, { DATE, STRING, TEXT }) {
    await queryInterface.createTable(${name}, {
      key: { type: STRING(64), primaryKey: true },
      fingerprint: { type: STRING(64), allowNull: false },
      result: { type: TEXT },
      createdAt: { type: DATE, allowNull: false },
    });
  },
  async down(queryInterface) {
    await queryInterface.dropTable(${name});
  },
};
`;
}
