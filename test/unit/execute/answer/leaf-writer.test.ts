import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  GraphQLBoolean,
  GraphQLEnumType,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  type GraphQLLeafType,
  GraphQLList,
  GraphQLNonNull,
  type GraphQLOutputType,
  GraphQLScalarType,
  GraphQLString,
} from 'graphql';
import { scalars } from '../../../../src/build/scalars.ts';
import { JsonWriter } from '../../../../src/execute/answer/json-writer.ts';
import { leafWriter } from '../../../../src/execute/answer/leaf-writer.ts';

/** What is written for a value; the text `refused` where it is none of the type's. */
function written(type: GraphQLOutputType, value: unknown): string {
  const writer = new JsonWriter();
  try {
    leafWriter(type)(value, writer);
    return writer.finish();
  } catch {
    return 'refused';
  }
}

/** What graphql-js would answer for the value, as JSON; what JSON does not have is refused. */
function expected(type: GraphQLLeafType, value: unknown): string {
  if (value === null || value === undefined) {
    return 'null';
  }
  try {
    const serialized: unknown = type.serialize(value);
    return serialized === null || serialized === undefined
      ? 'refused'
      : (JSON.stringify(serialized) ?? 'refused');
  } catch {
    return 'refused';
  }
}

const color = new GraphQLEnumType({
  name: 'Color',
  values: { RED: { value: 'red' }, BLUE: { value: 7 }, NONE: { value: false }, PLAIN: {} },
});
const upper = new GraphQLScalarType({
  name: 'Upper',
  serialize: (value) => (value === 'nothing' ? undefined : String(value).toUpperCase()),
});
const types = {
  GraphQLInt,
  GraphQLFloat,
  GraphQLString,
  GraphQLBoolean,
  GraphQLID,
  color,
  upper,
  json: scalars.json as GraphQLScalarType,
  decimal: scalars.decimal as GraphQLScalarType,
  dateTime: scalars.dateTime as GraphQLScalarType,
};

const hostile: readonly unknown[] = [
  0,
  -0,
  1,
  -1,
  1.5,
  -1e-7,
  1e21,
  1e300,
  5e-324,
  2 ** 31 - 1,
  2 ** 31,
  -(2 ** 31),
  -(2 ** 31) - 1,
  2 ** 53,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  true,
  false,
  '',
  '0',
  '12',
  'red',
  'nothing',
  'PLAIN',
  '2024-01-31T10:00:00.123456Z',
  'a\ud800',
  '\u2028 😀 "',
  'x'.repeat(500),
  7,
  12n,
  new Date(0),
  { valueOf: () => 5 },
  { toJSON: () => 'json' },
  {},
  ['a'],
  Symbol('symbol'),
];

describe.each(Object.entries(types))('a value of %s', (_, type) => {
  it('is written as graphql-js and JSON.stringify have it, or refused', () => {
    expect(hostile.map((value) => written(type, value))).toEqual(
      hostile.map((value) => expected(type, value)),
    );
  });

  it('is null where there is none, which a type without null refuses', () => {
    expect([null, undefined].map((value) => written(type, value))).toEqual(['null', 'null']);
    const required = new GraphQLNonNull(type);
    expect([null, undefined].map((value) => written(required, value))).toEqual(['refused', 'refused']);
  });
});

describe('a value of any kind', () => {
  it('is written as graphql-js and JSON.stringify have it, or refused', () => {
    const anything = fc.oneof(
      fc.double(),
      fc.integer(),
      fc.string({ unit: 'binary', maxLength: 120 }),
      fc.boolean(),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(anything, fc.constantFrom(...Object.values(types)), (value, type) => {
        expect(written(type, value)).toBe(expected(type, value));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a list', () => {
  const ofInts = new GraphQLList(GraphQLInt);

  it('is written with its items, nulls among them', () => {
    expect(written(ofInts, [1, null, -0, undefined, 2])).toBe('[1,null,0,null,2]');
    expect(written(ofInts, [])).toBe('[]');
    expect(written(ofInts, null)).toBe('null');
  });

  it('refuses a null item and an item of another type, where there may be none', () => {
    expect(written(new GraphQLList(new GraphQLNonNull(GraphQLInt)), [1, null])).toBe('refused');
    expect(written(ofInts, [1, 'a'])).toBe('refused');
  });

  it('refuses what is no list', () => {
    expect(written(ofInts, 1)).toBe('refused');
    expect(written(new GraphQLList(GraphQLString), 'abc')).toBe('refused');
  });

  it('may be one of lists', () => {
    expect(written(new GraphQLList(ofInts), [[1], null, []])).toBe('[[1],null,[]]');
  });
});
