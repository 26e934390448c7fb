import type { AttributeKind } from './catalog.ts';
import type { SequelizeDataType } from './sequelize-internals.ts';

const kindByKey: Readonly<Record<string, AttributeKind>> = {
  STRING: 'text',
  CHAR: 'text',
  TEXT: 'text',
  CITEXT: 'text',
  TINYINT: 'integer',
  SMALLINT: 'integer',
  MEDIUMINT: 'integer',
  INTEGER: 'integer',
  BIGINT: 'bigInteger',
  FLOAT: 'float',
  REAL: 'float',
  'DOUBLE PRECISION': 'float',
  DECIMAL: 'decimal',
  BOOLEAN: 'boolean',
  DATE: 'dateTime',
  DATEONLY: 'date',
  TIME: 'time',
  UUID: 'uuid',
  UUIDV1: 'uuid',
  UUIDV4: 'uuid',
  ENUM: 'enum',
  JSON: 'json',
  JSONB: 'json',
  BLOB: 'bytes',
};

/**
 * The kind of value behind a Sequelize data type. Read from `type.key`: `instanceof DataTypes.X` fails when the app and
 * KinQL resolve two copies of Sequelize. An unsigned INTEGER of MySQL reaches past 32 bits, so it is a `bigInteger`.
 */
export function attributeKind(type: SequelizeDataType | string | undefined, dialect: string): AttributeKind {
  if (type === undefined || typeof type === 'string' || type.key === undefined) {
    return 'unsupported';
  }
  if (type.key === 'INTEGER' && type._unsigned === true && dialect !== 'postgres') {
    return 'bigInteger';
  }
  if (type._binary === true && dialect === 'postgres') {
    return 'bytes'; // STRING.BINARY is BYTEA there, and a text with a binary collation elsewhere
  }
  return kindByKey[type.key] ?? 'unsupported';
}
