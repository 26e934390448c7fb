import { inspect } from 'node:util';

/** What a validator asks of a value, in words that stand alone; null where there is nothing to say. */
type Description = (parameters: readonly unknown[]) => string | null;

const says =
  (text: string): Description =>
  () =>
    text;

const descriptions: Readonly<Record<string, Description>> = {
  len: describeLength,
  min: ([least]) => `at least ${print(least)}`,
  max: ([most]) => `at most ${print(most)}`,
  notEmpty: says('not blank'),
  is: (parameters) => `matches ${printPattern(parameters)}`,
  regex: (parameters) => `matches ${printPattern(parameters)}`,
  not: (parameters) => `does not match ${printPattern(parameters)}`,
  notRegex: (parameters) => `does not match ${printPattern(parameters)}`,
  isIn: ([values]) => `one of ${printList(values)}`,
  notIn: ([values]) => `none of ${printList(values)}`,
  equals: ([value]) => `equals ${print(value)}`,
  contains: ([part]) => `contains ${print(part)}`,
  notContains: ([part]) => `does not contain ${print(part)}`,
  isAfter: ([date]) => `after ${print(date)}`,
  isBefore: ([date]) => `before ${print(date)}`,
  isEmail: says('an email address'),
  isUrl: says('a URL'),
  isURL: says('a URL'),
  isIP: says('an IP address'),
  isIPv4: says('an IPv4 address'),
  isIPv6: says('an IPv6 address'),
  isAlpha: says('letters only'),
  isAlphanumeric: says('letters and digits only'),
  isNumeric: says('digits only'),
  isInt: describeNumber('a whole number'),
  isFloat: describeNumber('a number'),
  isDecimal: says('a decimal number'),
  isLowercase: says('in lower case'),
  isUppercase: says('in upper case'),
  isUUID: ([version]) => (typeof version === 'number' ? `a UUID of version ${version}` : 'a UUID'),
  isDate: says('a date'),
  isArray: says('a list'),
  isCreditCard: says('a credit card number'),
  // The type says these by itself.
  notNull: () => null,
  isNull: () => null,
};

/**
 * What the validators of an attribute ask of a value, in words: `2 to 40 characters`. A function of the model's own is
 * named where it has a name of its own; one that is disabled (`false`) asks nothing.
 */
export function describeValidators(validators: object | undefined): string[] {
  return Object.entries(validators ?? {}).flatMap(([name, validator]) => {
    if (validator === false || validator === undefined || validator === null) {
      return [];
    }
    if (typeof validator === 'function') {
      return validator.name === '' ? [] : [`passes ${validator.name}`];
    }
    const describe = Object.hasOwn(descriptions, name) ? descriptions[name] : undefined;
    return describe === undefined ? [`passes ${name}`] : (describe(parametersOf(validator)) ?? []);
  });
}

/** `[2, 40]`, `{ args: [2, 40], msg: "..." }` and a single value are the same to Sequelize. */
function parametersOf(validator: unknown): readonly unknown[] {
  const { args } = Object(validator) as { args?: unknown };
  const parameters = args === undefined || args === true ? validator : args;
  return Array.isArray(parameters) ? parameters : [parameters];
}

function describeLength([least, most]: readonly unknown[]): string {
  if (typeof most !== 'number') {
    return `at least ${print(least)} characters`;
  }
  if (least === most) {
    return `exactly ${most} characters`;
  }
  return least === 0 ? `at most ${most} characters` : `${print(least)} to ${most} characters`;
}

/** `isInt: { min: 1, max: 5 }` is validator.js' own form. */
function describeNumber(kind: string): Description {
  return ([options]) => {
    const { min, max } = Object(options) as { min?: unknown; max?: unknown };
    const bounds = [
      ...(min === undefined ? [] : [`at least ${print(min)}`]),
      ...(max === undefined ? [] : [`at most ${print(max)}`]),
    ];
    return [kind, ...bounds].join(', ');
  };
}

/** A description is read by people: what they would not read is not printed. */
const longest = { list: 20, pattern: 80 } as const;

function printList(values: unknown): string {
  if (!Array.isArray(values)) {
    return print(values);
  }
  return values.length > longest.list ? `${values.length} values` : values.map(print).join(', ');
}

function printPattern([pattern, flags]: readonly unknown[]): string {
  const text =
    pattern instanceof RegExp ? String(pattern) : `/${pattern}/${typeof flags === 'string' ? flags : ''}`;
  return text.length > longest.pattern ? 'a pattern' : text;
}

function print(value: unknown): string {
  return value instanceof Date
    ? value.toISOString()
    : typeof value === 'string'
      ? JSON.stringify(value)
      : inspect(value);
}
