import type { CatalogType } from '../catalog/catalog.ts';
import { invariant } from '../util/invariant.ts';
import { arrayCodec } from './codecs/array.ts';
import {
  bytesCodec,
  customCodec,
  geometryCodec,
  jsonCodec,
  keyValueCodec,
  unsupportedCodec,
} from './codecs/document.ts';
import {
  booleanCodec,
  decimalCodec,
  floatCodec,
  integerCodec,
  isSingle,
  singleCodec,
} from './codecs/number.ts';
import { rangeCodec } from './codecs/range.ts';
import { sqliteCodec } from './codecs/sqlite.ts';
import { enumCodec, networkCodec, textCodec, uuidCodec } from './codecs/text.ts';
import { dateCodec, dateTimeCodec, timeCodec } from './codecs/time.ts';
import type { Sql } from './sql.ts';

/** A value that drivers bind as it is. */
export type BindValue = string | number | bigint | boolean | Buffer;

/**
 * The values of a type on their way: out of a column (`select`, then `decode`) into a response, and as a key from a
 * client or another row into a statement (`encode`).
 */
export interface Codec {
  /** The expression to select, such that the driver loses no digit. */
  readonly select: (column: Sql) => Sql;
  /** A selected value as the GraphQL scalar takes it; null stays null. */
  readonly decode: (value: unknown) => unknown;
  /** A selected value as the models' own code knows it, in getters and hooks: an instant is a Date there. */
  readonly revive: (value: unknown) => unknown;
  /** A value that the models' own code gave, as the GraphQL scalar takes it. */
  readonly present: (value: unknown) => unknown;
  /** The selected value that a text of Postgres stands for, as an element of an array or a bound of a range. */
  readonly readText: (text: string) => unknown;
  /** A key as a value to bind, or undefined where the column can hold no such value, so that no row has it. */
  readonly encode: (value: unknown) => BindValue | undefined;
  /** On which side of all values of the column one lies that it cannot hold but that can be compared with them. */
  readonly beyond?: (value: unknown) => 'above' | 'below' | undefined;
  /** One that the column cannot hold, of a wider type that its values can be ordered with. */
  readonly widen?: (value: unknown) => Sql | undefined;
  /** The type to which Postgres is told to cast a list of keys. Without a length: a cast would cut, and match. */
  readonly keyType: string;
  /** An encoded value to compare with, where a driver's own is not what the column holds: on MySQL, MariaDB and SQLite. */
  readonly bind: (key: BindValue) => Sql;
  /** An encoded value that was bound as an element of a list in JSON, on SQLite; as it is where this is left out. */
  readonly listed?: (value: Sql) => Sql;
  /** The side of a comparison with a key. */
  readonly compare: (column: Sql) => Sql;
  /** Whether two keys are equal exactly where their encoded values are, so that rows may be matched without the database. */
  readonly exact: boolean;
  /** What to order by, where it is not the value itself. */
  readonly order?: (column: Sql) => Sql;
  readonly sum?: CodecSum;
  /** Whether the column takes upper and lower case for the same where it says nothing of what its texts contain. */
  readonly ignoresCase?: boolean;
  /** The codec of what an array holds, or of the bounds of a range. */
  readonly element?: Codec;
}

/** A sum of values where the database's own would lose digits, or fail. */
export interface CodecSum {
  /** An aggregate that sums are compared and ordered by. */
  readonly select: (column: Sql) => Sql;
  /** A selected sum as digits. */
  readonly decode: (value: unknown) => string;
  /** Of what the aggregate is compared with. */
  readonly codec: Codec;
}

/** The codec of a type on a dialect. `timezone` is the Sequelize option, in which MySQL's DATETIME is stored. */
export function createCodec(type: CatalogType, dialect: string, timezone: string): Codec {
  const own = dialect === 'sqlite' ? sqliteCodec(type) : null;
  if (own !== null) {
    return own;
  }
  const postgres = dialect === 'postgres';
  switch (type.kind) {
    case 'text':
      return textCodec(type, postgres);
    case 'integer':
    case 'bigInteger':
      return integerCodec(type, postgres);
    case 'uuid':
      return uuidCodec(postgres);
    case 'enum':
      return enumCodec(type, postgres);
    case 'network':
      return networkCodec(type, postgres);
    case 'decimal':
      return decimalCodec(postgres);
    case 'float':
      return isSingle(type.sqlType, postgres) ? singleCodec(postgres) : floatCodec();
    case 'boolean':
      return booleanCodec();
    case 'dateTime':
      return dateTimeCodec(postgres, timezone);
    case 'date':
      return dateCodec();
    case 'time':
      return timeCodec();
    case 'json':
      return jsonCodec(postgres);
    case 'bytes':
      return bytesCodec();
    case 'keyValue':
      return keyValueCodec();
    case 'geometry':
      return geometryCodec(postgres);
    case 'custom':
      return customCodec();
    case 'array':
      return arrayCodec(createCodec(elementOf(type), dialect, timezone));
    case 'range': {
      const bound = elementOf(type);
      return rangeCodec(createCodec(bound, dialect, timezone), bound.kind);
    }
    case 'unsupported':
      return unsupportedCodec();
  }
}

function elementOf({ element, sqlType }: CatalogType): CatalogType {
  invariant(element, `${sqlType} holds nothing`);
  return element;
}
