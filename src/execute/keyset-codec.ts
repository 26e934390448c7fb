import type { CatalogType } from '../catalog/catalog.ts';
import type { BindValue, Codec } from './codec.ts';
import { type Sql, sql } from './sql.ts';
import type { SqlDialect } from './sql-dialect.ts';

/** The values of an order's term on their way into a cursor and back, such that none of their digits is lost. */
export interface KeysetCodec {
  readonly select: (expression: Sql) => Sql;
  /** A selected value as JSON has it; not called for null. */
  readonly write: (value: unknown) => string | number | boolean;
  /** A cursor's value as SQL to compare with, or undefined where no cursor of ours holds it. */
  readonly read: (value: string | number | boolean) => Sql | undefined;
  /** The side of a comparison with it. */
  readonly compare: (expression: Sql) => Sql;
}

const identity = <Value>(value: Value): Value => value;

/** Of a number of rows. */
export const numberKeysetCodec: KeysetCodec = {
  select: identity,
  write: Number,
  read: (value) => (Number.isSafeInteger(value) ? sql`${value}` : undefined),
  compare: identity,
};

/** Of an attribute's values. */
export function keysetCodec(type: CatalogType, codec: Codec, dialect: SqlDialect): KeysetCodec {
  const isPostgres = dialect === 'postgres';
  const bind = (value: BindValue): Sql => (isPostgres ? sql`${value}` : codec.bind(value));
  const plain: KeysetCodec = {
    select: codec.select,
    write: (value) => codec.decode(value) as string,
    read: (value) => {
      const encoded = codec.encode(value);
      return encoded === undefined ? undefined : bind(encoded);
    },
    compare: identity,
  };
  switch (type.kind) {
    case 'float':
      return {
        ...plain,
        // MySQL prints a FLOAT with six digits, and compares all that it has.
        select: dialect === 'mysql' ? (expression) => sql`CAST(${expression} AS DOUBLE)` : identity,
        write: String,
        read: dialect === 'sqlite' ? readSqliteFloat : readFloat,
      };
    case 'decimal':
      return isPostgres ? { ...plain, read: readDecimal } : plain;
    case 'enum':
      // Ordered by place and not by label; compared with a text, MySQL would compare labels.
      if (dialect === 'sqlite') {
        return numberKeysetCodec; // as `order` of the codec has it
      }
      return isPostgres ? plain : { ...numberKeysetCodec, select: placeOf, compare: placeOf };
    case 'dateTime':
      return dialect === 'sqlite' ? sqliteInstant(codec) : plain;
    default:
      return plain;
  }
}

/** An instant of SQLite is a text: in another form than Sequelize's it goes into the cursor as it stands, behind a mark. */
function sqliteInstant(codec: Codec): KeysetCodec {
  return {
    select: identity,
    write: (value) => {
      const instant = codec.decode(value);
      return codec.encode(instant) === value ? String(instant) : `=${value}`;
    },
    read: (value) => {
      const isMarked = typeof value === 'string' && value.startsWith('=');
      const text = isMarked ? value.slice(1) : codec.encode(value);
      return text === undefined ? undefined : sql`${text}`;
    },
    compare: identity,
  };
}

const placeOf = (expression: Sql): Sql => sql`(${expression} + 0)`;

/** Postgres orders what is no number and the infinities as well, and knows them by these names. */
const notFinite = ['NaN', 'Infinity', '-Infinity'];

function readFloat(value: unknown): Sql | undefined {
  const isNumber = typeof value === 'string' && value !== '' && Number.isFinite(Number(value));
  return isNumber || notFinite.includes(String(value)) ? sql`${value}` : undefined;
}

/** Bound as a text, it would be larger than every number. */
function readSqliteFloat(value: unknown): Sql | undefined {
  const number = readFloat(value);
  return number && sql`CAST(${number} AS REAL)`;
}

function readDecimal(value: unknown): Sql | undefined {
  const isNumber = typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value);
  return isNumber || notFinite.includes(String(value)) ? sql`${value}` : undefined;
}
