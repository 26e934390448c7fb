/** A point in time to the microsecond: milliseconds since 1970 in UTC, and up to 999 microseconds more. */
export interface Instant {
  readonly milliseconds: number;
  readonly microseconds: number;
}

const dayPattern = /^(\d{4,6})-(\d{2})-(\d{2})$/;

/** As databases and RFC 3339 write it: `2024-01-31 10:00:00.123456+00`, `2024-01-31T10:00:00Z`. */
const instantPattern =
  /^(\d{4,6}-\d{2}-\d{2})[T ]([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d{1,6})\d*)?(Z|[+-]\d{2}(?::?\d{2}){0,2})?$/;

/** Whether the text is a day of the calendar, from year 1 on: `2024-02-29` is, `2023-02-29` is not. */
export function isDay(text: string): boolean {
  return startOfDay(text) !== undefined;
}

function startOfDay(text: string): number | undefined {
  const [, year, month, day] = (dayPattern.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined || year === 0) {
    return undefined;
  }
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day); // Date.UTC takes the years 0 to 99 for 1900 to 1999
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() : undefined;
}

/** The first of year 1 in UTC: a zone that is ahead of it would make the year before of a day in it, which no database reads. */
const firstInstant = -62_135_596_800_000;

/** Undefined for anything that is no instant. A text without a zone is `offset` minutes ahead of UTC. */
export function parseInstant(text: string, offset = 0): Instant | undefined {
  const [, day, hour, minute, second, fraction = '', zone] = instantPattern.exec(text) ?? [];
  const start = day === undefined ? undefined : startOfDay(day);
  if (start === undefined) {
    return undefined;
  }
  const digits = fraction.padEnd(6, '0');
  const time = (Number(hour) * 60 + Number(minute)) * 60_000 + Number(second) * 1_000;
  const ahead = zone === undefined ? offset * 60_000 : parseZone(zone);
  const milliseconds = start + time + Number(digits.slice(0, 3)) - ahead;
  return milliseconds < firstInstant ? undefined : { milliseconds, microseconds: Number(digits.slice(3)) };
}

/** How far ahead of UTC a zone such as `+02`, `-0330` or `Z` is, in milliseconds. */
function parseZone(zone: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = (zone.match(/\d{2}/g) ?? []).map(Number);
  const ahead = (hours * 60 + minutes) * 60_000 + seconds * 1_000;
  return zone.startsWith('-') ? -ahead : ahead;
}

/** RFC 3339 in UTC: three digits of a second, six where the last three are not zero. */
export function printInstant({ milliseconds, microseconds }: Instant): string {
  const rest = microseconds === 0 ? '' : String(microseconds).padStart(3, '0');
  return `${printDayAndTime(milliseconds)}${rest}Z`;
}

/** The years past 9999 come out of `toISOString` with a sign and leading zeros, which databases do not take. */
function printDayAndTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('Z', '').replace(/^\+0*/, '');
}

/** How many minutes a zone is ahead of UTC at an instant; `zone` is an offset such as `+02:00`, or a name. */
export function zoneOffset(zone: string, milliseconds: number): number {
  const fixed = fixedOffset(zone);
  if (fixed !== undefined) {
    return fixed;
  }
  const whole = Math.floor(milliseconds / 1_000) * 1_000;
  const local = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(whole);
  return Math.round((Date.parse(`${local.replace(' ', 'T')}Z`) - whole) / 60_000);
}

/** The minutes that an offset such as `+02:00` is ahead of UTC; undefined for a zone that goes by name. */
export function fixedOffset(zone: string): number | undefined {
  return /^[+-]\d{2}:?\d{2}$/.test(zone) ? parseZone(zone) / 60_000 : undefined;
}
