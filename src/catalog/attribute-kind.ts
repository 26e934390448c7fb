import type { AttributeKind } from './catalog.ts';
import type { SequelizeDataType } from './sequelize-internals.ts';

/** The kinds of the data types that Sequelize has, by their keys. */
export const kindByKey: Readonly<Record<string, AttributeKind>> = {
  STRING: 'text',
  CHAR: 'text',
  TEXT: 'text',
  CITEXT: 'text',
  TSVECTOR: 'text',
  TINYINT: 'integer',
  SMALLINT: 'integer',
  MEDIUMINT: 'integer',
  INTEGER: 'integer',
  BIGINT: 'bigInteger',
  NUMBER: 'float',
  FLOAT: 'float',
  REAL: 'float',
  'DOUBLE PRECISION': 'float',
  DECIMAL: 'decimal',
  BOOLEAN: 'boolean',
  DATE: 'dateTime',
  NOW: 'dateTime',
  DATEONLY: 'date',
  TIME: 'time',
  UUID: 'uuid',
  UUIDV1: 'uuid',
  UUIDV4: 'uuid',
  ENUM: 'enum',
  JSON: 'json',
  JSONB: 'json',
  BLOB: 'bytes',
  INET: 'network',
  CIDR: 'network',
  MACADDR: 'network',
  HSTORE: 'keyValue',
  GEOMETRY: 'geometry',
  GEOGRAPHY: 'geometry',
  ARRAY: 'array',
  RANGE: 'range',
};

/**
 * The kind of value behind a Sequelize data type. Read from `type.key`: `instanceof DataTypes.X` fails when the app and
 * KinQL resolve two copies of Sequelize. A data type of the app's own that extends one of Sequelize's is of the kind of that
 * one. An unsigned INTEGER of MySQL reaches past 32 bits, so it is a `bigInteger`; ZEROFILL makes a column unsigned.
 */
export function attributeKind(type: SequelizeDataType | string | undefined, dialect: string): AttributeKind {
  if (type === undefined) {
    return 'unsupported';
  }
  if (typeof type === 'string') {
    return 'custom';
  }
  const key = knownKey(type);
  if (key === 'INTEGER' && (type._unsigned === true || type._zerofill === true) && dialect !== 'postgres') {
    return 'bigInteger';
  }
  if (type._binary === true && dialect === 'postgres') {
    return 'bytes'; // STRING.BINARY is BYTEA there, and a text with a binary collation elsewhere
  }
  return key === undefined ? 'custom' : (kindByKey[key] as AttributeKind);
}

/** The key of the type, or of the nearest one that it extends, that Sequelize has a data type for. */
function knownKey(type: SequelizeDataType): string | undefined {
  for (let link: SequelizeDataType | null = type; link !== null; link = Object.getPrototypeOf(link)) {
    if (link.key !== undefined && Object.hasOwn(kindByKey, link.key)) {
      return link.key;
    }
  }
  return undefined;
}
