import { printGlobalId } from '../../../src/plan/global-id.ts';

/** A value as a literal of GraphQL and as JSON: either may be what the other cannot say. */
export interface Leaf {
  readonly literal: string;
  readonly json: string;
  /** Where the value has parts: one with the same parts, and no harm in any. */
  readonly twin?: Leaf;
}

export function textLeaf(text: string): Leaf {
  const json = JSON.stringify(text);
  return { literal: json, json };
}

function numberLeaf(digits: string): Leaf {
  return { literal: digits, json: digits };
}

function jsonLeaf(value: unknown): Leaf {
  return { literal: printLiteral(value), json: JSON.stringify(value) };
}

function structureLeaf(value: unknown): Leaf {
  return { ...jsonLeaf(value), twin: jsonLeaf(disarm(value)) };
}

function disarm(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(disarm);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.values(value).map((item, index) => [`a${index}`, disarm(item)]));
  }
  return typeof value === 'string' ? 'x' : value;
}

function printLiteral(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(printLiteral).join(', ')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    // What is no name cannot be a field of a literal.
    const fields = Object.entries(value).filter(([name]) => /^[_a-zA-Z]\w*$/.test(name));
    return `{ ${fields.map(([name, item]) => `${name}: ${printLiteral(item)}`).join(', ')} }`;
  }
  return JSON.stringify(value);
}

/** Texts that end a literal, a statement, a comment or a parameter somewhere, or that some part of the way may read as more than text. */
export const hostileTexts: readonly string[] = [
  ...[
    "'",
    "''",
    '"',
    '\\',
    "\\'",
    '\\"',
    "\\\\'",
    '`',
    "x'y",
    "'x",
    "x'",
    "';",
    "')",
    "'))",
    "'--",
    "'#",
    "'/*",
  ],
  ...[
    "' OR '1'='1",
    "') OR 1=1 -- ",
    "x' OR 1=1 -- ",
    '" OR 1=1 -- ',
    '` OR 1=1 -- ',
    "\\' OR 1=1 -- ",
    "1' AND SLEEP(0)#",
  ],
  ...[
    "'; drop table vault_hoard; -- ",
    "\\'; drop table vault_hoard; -- ",
    "' union select v from vault_hoard -- ",
  ],
  ...["'||(select v from vault_hoard)||'", '(select v from vault_hoard)', 'vault_hoard.v'],
  ...[
    '$1',
    '$2',
    '$$',
    '$a$',
    '$a$x$a$',
    '$1::text',
    '::text',
    "'::text",
    ':title',
    ':1',
    '?',
    '??',
    '?|',
    '?&',
    '@>',
  ],
  ...[
    "E'\\047'",
    "U&'\\0027'",
    "X'27'",
    "_utf8mb4 X'27'",
    '0x27',
    "x\u0000'",
    '\u0000',
    'a\u0000b',
    '/*',
    '*/',
    '-- ',
    '#',
    ';',
  ],
  ...[
    '%',
    '_',
    '\\%',
    '%_%\\',
    '$."a"',
    '$[0]',
    '$**',
    '$',
    '$.a\'"',
    'a.b',
    'a"b',
    "a'b",
    '[0]',
    '{a,b}',
    '{"a"}',
    '{',
    '}',
  ],
  ...[
    '[1,5)',
    '[',
    'empty',
    'NULL',
    'null',
    'DEFAULT',
    'true',
    'NaN',
    'Infinity',
    '-infinity',
    '1e400',
    '-1',
    '0',
  ],
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', '[object Object]', 'undefined', ''],
  ...[
    '\ud800',
    "\udc00'",
    "x\ud83d'",
    "😀'",
    "日本\\'",
    '\u02bc',
    '\uff07',
    "\u00bf\u005c'",
    '\u2028',
    '\ufeff',
    '\u202e',
    'İı',
  ],
  ...["a\n'b", "a\r\n'--b", "\t'", '\u001a', '\u0008', 'ａ', '\u0001'],
  "'".repeat(10_000),
  '\\'.repeat(10_001),
  `${'x'.repeat(10_000)}'`,
  '\'\u0000\\"`'.repeat(2_000),
];

const numbers = [
  ...[
    '0',
    '-0',
    '-1',
    '127',
    '128',
    '32768',
    '65536',
    '2147483647',
    '2147483648',
    '-2147483649',
    '4294967296',
  ],
  ...[
    '9007199254740992',
    '9007199254740993',
    '9223372036854775807',
    '9223372036854775808',
    '18446744073709551616',
  ],
  ...[
    '1e400',
    '-1e400',
    '1e308',
    '1e-400',
    '5e-324',
    '0.1',
    '1.0',
    '1.5',
    '99999999999999999999.999999999999',
    '1e2',
  ],
  '9'.repeat(500),
];

const deep = (depth: number): unknown => (depth === 0 ? "'" : [deep(depth - 1)]);

const structures: readonly Leaf[] = [
  ...[
    [],
    [[]],
    [["'"]],
    deep(20),
    deep(45),
    {},
    { a: "'" },
    { "'": "'" },
    { $gt: 1 },
    { a: { b: { c: '\\' } } },
  ],
  ...[["'", '\\', '"', '\u0000'], [1, "'", null], Array.from({ length: 300 }, (_, index) => `'${index}`)],
  ...[JSON.parse('{"__proto__":{"a":1}}'), { 'a"b': 1 }, { 'a\u0000b': 1 }, { '': 1 }, { constructor: 1 }],
  ...[true, false],
].map(structureLeaf);

/** Values that a scalar's own form lets pass, at its edges. */
const edges: Readonly<Record<string, readonly string[]>> = {
  BigInt: ['-9223372036854775809', '+7', '-0', '007', '9'.repeat(3_000)],
  Decimal: [
    'NaN',
    '-Infinity',
    '0.000',
    `0.${'1'.repeat(3_000)}`,
    '99999999999999.99',
    '-0.005',
    '9'.repeat(3_000),
  ],
  Date: [
    '0001-01-01',
    '9999-12-31',
    '0000-01-01',
    '2024-02-30',
    '2024-02-29',
    "2024-01-01'",
    '-0001-01-01',
    '12024-01-01',
    '294277-01-01',
    '999999-12-31',
  ],
  Time: ['00:00', '24:00:00', '23:59:59.999999', '23:59:60', "10:00:00'", '10:00:00+01'],
  DateTime: [
    ...[
      '0001-01-01T00:00:00Z',
      '9999-12-31T23:59:59.999999Z',
      '0000-01-01T00:00:00Z',
      '2024-01-01T24:00:00Z',
    ],
    ...["2024-01-01T00:00:00'Z", '2024-01-01T00:00:00+99:99', '2024-12-31T23:59:60Z', '1e400T00:00Z'],
    ...[
      '2024-01-01T00:00:00.123456789Z',
      '12024-01-01T00:00:00Z',
      '275760-09-12T00:00:00Z',
      '9999-12-31T23:59:59-14:00',
      '0001-01-01T00:00:00+14:00',
      "x'T'Z",
    ],
  ],
  UUID: [
    '00000000-0000-0000-0000-000000000000',
    'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF',
    "7c4e0000-1111-4222-8333-44445555aa0'",
  ],
  Bytes: [
    'Jw==',
    'AA==',
    'XCc=',
    '',
    '====',
    '////',
    "Jw='",
    Buffer.from('\'\\\0"').toString('base64'),
    'JwAn'.repeat(2_500),
  ],
};

const points = [
  { type: 'Point', coordinates: [1, 2] },
  { type: 'Point', coordinates: ["1'", 2] },
  { type: 'Point', coordinates: [1e308, -1e308] },
  { type: 'Point', coordinates: [] },
  { type: "Point'", coordinates: [1, 2] },
  { type: 'Point', coordinates: [1, 2], crs: { type: 'name', properties: { name: "EPSG:4326'" } } },
  { type: 'Polygon', coordinates: [] },
  { type: 'GeometryCollection', geometries: [{ type: 'Point', coordinates: [0, "'"] }] },
];

const texts = hostileTexts.map(textLeaf);

/** Global ids that hold what only KinQL should have put there. */
const forged: readonly Leaf[] = hostileTexts.flatMap((text) =>
  [
    ['Thing', text],
    ['Owner', text],
    ['Label', text],
    ['Seat', text, text],
    ['Seat', 't1', text],
    [text, '1'],
  ].map(([type = '', ...key]) => textLeaf(printGlobalId({ type, key }))),
);

/** What is tried where a value of the type belongs, in the order of what tells the most. */
export function hostileLeaves(type: string): readonly Leaf[] {
  switch (type) {
    case 'Int':
    case 'Float':
      return [...numbers.map(numberLeaf), ...texts.slice(0, 20), ...structures];
    case 'Boolean':
      return [...structures, ...texts.slice(0, 10), numberLeaf('1')];
    case 'JSON':
    case 'Tsquery':
      return [...texts, ...structures, ...numbers.map(numberLeaf)];
    case 'GeoJSON':
      return [...points.map(jsonLeaf), ...structures, ...texts.slice(0, 20)];
    case 'ID':
      return [...texts, ...numbers.map(textLeaf), ...numbers.map(numberLeaf), ...structures];
    case 'global id':
      return [...forged, ...texts.slice(0, 40), ...structures];
    default:
      return [
        ...(edges[type] ?? []).map(textLeaf),
        ...texts,
        ...numbers.map(textLeaf),
        ...structures,
        ...numbers.map(numberLeaf),
      ];
  }
}

/** Values without any harm, of which some find rows, some do not, and some fit no column: what they make of a statement, a value may. */
const nothing = '\u0000';
const much = '9'.repeat(30);

const harmless: Readonly<Record<string, readonly Leaf[]>> = {
  ID: [
    '1',
    '99',
    printGlobalId({ type: 'Thing', key: ['1'] }),
    printGlobalId({ type: 'Owner', key: ['1'] }),
    printGlobalId({ type: 'Label', key: ['1'] }),
    printGlobalId({ type: 'Seat', key: ['t1', '1'] }),
    printGlobalId({ type: 'Seat', key: ['\u0000', 'x'] }),
    printGlobalId({ type: 'Seat', key: ['t1', 'x'] }),
    much,
    `-${much}`,
    'x',
  ].map(textLeaf),
  Int: ['1', '7', '0', '2147483647', '-2147483648', '-1'].map(numberLeaf),
  Float: ['1', '7.5', '-1e400'].map(numberLeaf),
  Boolean: ['true', 'false'].map(numberLeaf),
  String: [
    't1',
    'fresh',
    'c1',
    '10.0.0.1',
    '10.0.0.0/8',
    '08:00:2b:01:02:03',
    'note',
    '1',
    'zzz',
    '-fresh',
    '_',
    nothing,
  ].map(textLeaf),
  BigInt: ['1', '7', much, `-${much}`].map(textLeaf),
  Decimal: ['1.00', '7.50', much, `-${much}`, 'NaN'].map(textLeaf),
  Date: ['2024-01-01', '2030-01-01', '0001-01-01'].map(textLeaf),
  Time: ['10:00:00', '11:30:00'].map(textLeaf),
  DateTime: ['1970-01-01T00:00:00Z', '2030-01-01T00:00:00Z'].map(textLeaf),
  UUID: ['7c4e0000-1111-4222-8333-44445555aa02', '7c4e0000-1111-4222-8333-44445555aa03'].map(textLeaf),
  Bytes: ['eA==', 'eXk='].map(textLeaf),
  JSON: [
    'x',
    1,
    true,
    0.5,
    [],
    ['x'],
    {},
    { a: 'x' },
    { a: { b: 'x' } },
    [['x']],
    [1, 'x', null],
    [['x', 1, {}], true],
    { a: 1, b: [] },
    nothing,
  ].map(jsonLeaf),
  Tsquery: [textLeaf('a')],
  GeoJSON: [jsonLeaf({ type: 'Point', coordinates: [1, 2] })],
};

export function harmlessLeaves(type: string, isList: boolean): readonly Leaf[] {
  const leaves = harmless[type === 'global id' ? 'ID' : type] ?? [textLeaf('x')];
  // A single value stands for a list of it.
  return isList ? [...leaves, jsonLeaf([]), jsonLeaf([1, 'x', null])] : leaves;
}
