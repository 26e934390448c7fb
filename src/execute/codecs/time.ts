import {
  fixedOffset,
  type Instant,
  isDay,
  parseInstant,
  printInstant,
  zoneOffset,
} from '../../util/instant.ts';
import type { Codec } from '../codec.ts';
import { type Sql, sql } from '../sql.ts';
import { plainText } from './text.ts';

const datePattern = /^\d{4}-/;
const timePattern = /^(([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?|24:00(:00)?)$/;

export function dateCodec(): Codec {
  return {
    ...plainText,
    encode: (value) =>
      typeof value === 'string' && datePattern.test(value) && isDay(value) ? value : undefined,
    keyType: 'date',
  };
}

export function timeCodec(): Codec {
  return {
    ...plainText,
    encode: (value) => (typeof value === 'string' && timePattern.test(value) ? value : undefined),
    keyType: 'time',
  };
}

/**
 * Postgres keeps instants; MySQL's DATETIME holds the time of day in the zone that Sequelize is set to. Drivers make a Date
 * of either and lose the microseconds; as text all digits arrive. In a zone that goes by its name the driver still reads.
 */
export function dateTimeCodec(postgres: boolean, timezone: string): Codec {
  const offset = postgres ? 0 : fixedOffset(timezone);
  const select = (column: Sql): Sql => {
    if (postgres) {
      return sql`(${column} AT TIME ZONE 'UTC')::text`;
    }
    return offset === undefined ? column : sql`CAST(${column} AS CHAR)`;
  };
  const decode = (value: unknown): unknown => {
    const instant = toInstant(value, offset);
    return instant === undefined ? value : printInstant(instant);
  };
  return {
    ...plainText,
    select,
    decode,
    revive: (value) => {
      const instant = toInstant(value, offset);
      return instant === undefined ? value : new Date(instant.milliseconds);
    },
    present: decode,
    encode: (value) => {
      const instant = toInstant(value, offset);
      if (instant === undefined) {
        return undefined;
      }
      if (postgres) {
        return printInstant(instant);
      }
      const milliseconds = instant.milliseconds + zoneOffset(timezone, instant.milliseconds) * 60_000;
      return printInstant({ ...instant, milliseconds })
        .replace('T', ' ')
        .replace('Z', '');
    },
    keyType: 'timestamptz',
  };
}

/** Of what a driver or a client gave; undefined where it is no instant. */
export function toInstant(value: unknown, offset: number | undefined): Instant | undefined {
  if (value instanceof Date) {
    return Number.isNaN(value.getTime()) ? undefined : { milliseconds: value.getTime(), microseconds: 0 };
  }
  return typeof value === 'string' ? parseInstant(value, offset) : undefined;
}
