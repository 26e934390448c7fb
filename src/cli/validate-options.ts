import type { KinqlOptions } from '../build/create-schema.ts';
import { defaultInflection } from '../inflection/inflection.ts';

/** Gives what is wrong with a value, each a clause that follows its place, such as `has to be true or false`. */
type Check = (value: unknown, place: string) => string[];

const isBoolean: Check = (value, place) =>
  typeof value === 'boolean' ? [] : [`${place} has to be true or false.`];

const isFunction: Check = (value, place) =>
  typeof value === 'function' ? [] : [`${place} has to be a function.`];

const isCount: Check = (value, place) =>
  Number.isSafeInteger(value) && (value as number) > 0 ? [] : [`${place} has to be an integer from 1.`];

const isOneOf =
  (values: readonly string[]): Check =>
  (value, place) =>
    values.some((known) => known === value)
      ? []
      : [`${place} has to be one of ${values.map((known) => JSON.stringify(known)).join(', ')}.`];

const isNameList: Check = (value, place) =>
  Array.isArray(value) && value.every((name) => typeof name === 'string')
    ? []
    : [`${place} has to be a list of names.`];

/** Whether each of the keys, which may have any name, is set to true or false. */
const isChoices: Check = (value, place) =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.entries(value).flatMap(([key, entry]) => isBoolean(entry, `${place}[${JSON.stringify(key)}]`))
    : [`${place} has to be an object.`];

/** An object with no other keys than these. A key that is set to undefined counts as left out. */
function isObjectOf(checks: Readonly<Record<string, Check>>): Check {
  return (value, place) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return [`${place} has to be an object.`];
    }
    return Object.entries(value)
      .filter(([, entry]) => entry !== undefined)
      .flatMap(([key, entry]) => {
        const check = checks[key];
        return check === undefined
          ? [
              `${place} has the unknown key ${JSON.stringify(key)}: known are ${Object.keys(checks).join(', ')}.`,
            ]
          : check(entry, place === whole ? key : `${place}.${key}`);
      });
  };
}

const whole = 'it';

/** One check for every option: an option that is added to KinqlOptions and not here does not compile. */
const optionChecks: Record<keyof KinqlOptions, Check> = {
  models: isObjectOf({ include: isNameList, exclude: isNameList, expose: isChoices }),
  inflection: isObjectOf(
    Object.fromEntries(Object.keys(defaultInflection).map((name): [string, Check] => [name, isFunction])),
  ),
  page: isObjectOf({ default: isCount, max: isCount }),
  lists: isOneOf(['both', 'list', 'connection']),
  aggregates: isBoolean,
  relay: isBoolean,
  maxBatchSize: isCount,
  nonNullParents: isBoolean,
  strict: isBoolean,
  onFinding: isFunction,
  transaction: isFunction,
};

/** What keeps a value from being KinqlOptions, one sentence each; empty where nothing does. */
export function findOptionProblems(value: unknown): string[] {
  return isObjectOf(optionChecks)(value, whole);
}
