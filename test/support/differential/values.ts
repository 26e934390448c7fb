import { DataTypes } from 'sequelize';
import type { Random } from './random.ts';
import { randomStructure, rangeText } from './structures.ts';
import { textPool } from './text-rules.ts';

export type Kind =
  | 'text'
  | 'integer'
  | 'smallInteger'
  | 'bigInteger'
  | 'decimal'
  | 'float'
  | 'real'
  | 'boolean'
  | 'dateTime'
  | 'date'
  | 'time'
  | 'enum'
  | 'uuid'
  | StructureKind;

/** Of values that are made of others. */
export type StructureKind = 'json' | 'jsonb' | 'list' | 'range';

/**
 * A value without null: numbers as they are, past 2^53 as bigint, decimals and instants as texts of one form, structures as
 * the JSON of what GraphQL has for them.
 */
export type Value = string | number | bigint | boolean;

/** Labels of the enums, in an order that is not that of their letters. */
export const enumLabels: readonly string[] = ['open', 'closed', 'Waiting', 'blocked'];

export const kinds: readonly Kind[] = [
  ...(['text', 'integer', 'smallInteger', 'bigInteger', 'decimal', 'float', 'real'] as const),
  ...(['boolean', 'dateTime', 'date', 'time', 'enum', 'uuid'] as const),
];

/** MariaDB has neither arrays nor ranges. */
export const structureKinds = (isPostgres: boolean): readonly StructureKind[] =>
  isPostgres ? ['json', 'jsonb', 'list', 'range'] : ['json'];

export function isStructure(kind: Kind): kind is StructureKind {
  return structureKinds(true).some((structure) => structure === kind);
}

export function dataType(kind: Kind, isPostgres: boolean): unknown {
  switch (kind) {
    case 'text':
      return DataTypes.STRING;
    case 'integer':
      return DataTypes.INTEGER;
    case 'smallInteger':
      return DataTypes.SMALLINT;
    case 'bigInteger':
      return DataTypes.BIGINT;
    case 'decimal':
      return DataTypes.DECIMAL(20, 3);
    case 'float':
      return DataTypes.DOUBLE;
    case 'real':
      // The type of four bytes.
      return isPostgres ? DataTypes.REAL : DataTypes.FLOAT;
    case 'boolean':
      return DataTypes.BOOLEAN;
    case 'dateTime':
      return DataTypes.DATE(6);
    case 'date':
      return DataTypes.DATEONLY;
    case 'time':
      return DataTypes.TIME;
    case 'enum':
      return DataTypes.ENUM(...enumLabels);
    case 'uuid':
      return DataTypes.UUID;
    case 'json':
      return DataTypes.JSON;
    case 'jsonb':
      return DataTypes.JSONB;
    case 'list':
      return DataTypes.ARRAY(DataTypes.INTEGER);
    case 'range':
      return DataTypes.RANGE(DataTypes.INTEGER);
  }
}

const bigIntegers = [0n, 7n, 2n ** 53n, 2n ** 53n + 1n, 2n ** 53n + 2n, -(2n ** 63n), 2n ** 63n - 1n];
const decimals = [
  ...['0.000', '0.001', '0.010', '12.500', '-12.500', '900719925474.931', '900719925474.932'],
  ...['90071992547409.931', '90071992547409.932'],
];
/** Multiples of a quarter: their sums are exact in any order. */
const floats = [0, 0.25, 0.5, -0.25, 1.75, -3, 1000000.25];
/** Such that single precision holds even their sums. */
const reals = [0, 0.25, 0.5, -0.25, 1.75, -3, 1000.25];
const times = ['00:00:00', '23:59:59', '09:59:59', '10:00:00', '10:00:01', '12:30:00'];
const instants = [
  ...['2024-02-29T23:59:59.999999Z', '2024-03-01T00:00:00.000000Z', '2024-03-01T00:00:00.000001Z'],
  ...['2023-12-31T23:30:00.500000Z', '2024-01-01T00:30:00.000000Z', '2024-01-01T00:30:59.123000Z'],
  ...['1969-12-31T23:59:59.000001Z', '2024-07-07T07:07:07.070707Z'],
];
const days = [
  '2024-02-29',
  '2024-03-01',
  '2023-12-31',
  '2024-01-01',
  '1969-12-31',
  '2024-07-07',
  '2024-07-01',
];
const uuids = ['0', '1', '9', 'a', 'f'].map(
  (digit) => `${digit.repeat(8)}-aaaa-4aaa-8aaa-${digit.repeat(12)}`,
);

export function randomValue(random: Random, kind: Kind): Value {
  switch (kind) {
    case 'text':
      return random.pick(textPool);
    case 'integer':
      return random.pick([random.between(-3, 6), random.between(-100, 100), 2 ** 31 - 1]);
    case 'smallInteger':
      return random.pick([random.between(-2, 3), 32_767, -32_768]);
    case 'bigInteger':
      return random.pick(bigIntegers);
    case 'decimal':
      return random.pick(decimals.filter((text) => text.replace(/\D/g, '').length <= random.decimalDigits));
    case 'float':
      return random.pick(floats);
    case 'real':
      return random.pick(reals);
    case 'boolean':
      return random.chance(0.5);
    case 'dateTime':
      return random.pick(instants);
    case 'date':
      return random.pick(days);
    case 'time':
      return random.pick(times);
    case 'enum':
      return random.pick(enumLabels);
    case 'uuid':
      return random.pick(uuids);
    case 'json':
    case 'jsonb':
    case 'list':
    case 'range':
      return randomStructure(random, kind);
  }
}

/** As GraphQL has it, in and out. */
export function printValue(kind: Kind, isId: boolean, value: Value): unknown {
  if (isId || typeof value === 'bigint') {
    return String(value);
  }
  if (isStructure(kind)) {
    return JSON.parse(String(value));
  }
  // Three digits of a second, six where the last three are not zero.
  return kind === 'dateTime' ? String(value).replace(/000Z$/, 'Z') : value;
}

/** As a literal's text for a column; Sequelize itself would cut instants to milliseconds. */
export function columnText(kind: Kind, value: Value, dialect: string): unknown {
  if (kind === 'dateTime' && dialect === 'sqlite') {
    return String(value)
      .replace('T', ' ')
      .replace(/(000)?Z$/, ' +00:00');
  }
  if (kind === 'dateTime' && dialect !== 'postgres') {
    return String(value).replace('T', ' ').replace('Z', '');
  }
  if (kind === 'list') {
    return String(value).replace('[', '{').replace(']', '}');
  }
  if (kind === 'range') {
    return rangeText(JSON.parse(String(value)));
  }
  return typeof value === 'bigint' ? String(value) : value;
}

/** A value as `findAll` gives it; instants, which it cuts, and structures are `exact`. */
export function readValue(kind: Kind, found: unknown, exact: Value | null): Value | null {
  if (found === null || found === undefined) {
    // A null of JSON is a value.
    return kind === 'json' || kind === 'jsonb' ? exact : null;
  }
  switch (kind) {
    case 'integer':
    case 'smallInteger':
    case 'float':
    case 'real':
      return Number(found);
    case 'bigInteger':
      return BigInt(found as string);
    case 'boolean':
      return Boolean(found);
    case 'decimal':
      return typeof found === 'number' ? found.toFixed(3) : String(found);
    case 'dateTime':
    case 'json':
    case 'jsonb':
    case 'list':
    case 'range':
      return exact;
    default:
      return String(found);
  }
}
