import type {
  JwtOptions,
  KinqlOptions,
  TrustedDocumentsOptions,
  WritesOptions,
} from '../build/create-schema.ts';
import { defaultLimits, type ServerLimits } from '../build/server-limits.ts';
import {
  type AssociationOptions,
  type AttributeOptions,
  exposures,
  type ModelOptions,
  type ScopeOptions,
} from '../catalog/model-options.ts';
import { defaultInflection } from '../inflection/inflection.ts';
import type { LimitsOptions } from '../plan/operation-limits.ts';

/** Gives what is wrong with a value, each a clause that follows its place, such as `has to be true or false`. */
type Check = (value: unknown, place: string) => string[];

const isBoolean: Check = (value, place) =>
  typeof value === 'boolean' ? [] : [`${place} has to be true or false.`];

const isFunction: Check = (value, place) =>
  typeof value === 'function' ? [] : [`${place} has to be a function.`];

const isCount: Check = (value, place) =>
  Number.isSafeInteger(value) && (value as number) > 0 ? [] : [`${place} has to be an integer from 1.`];

const isCountOrNone: Check = (value, place) =>
  value === 0 ? [] : isCount(value, place).map((problem) => problem.replace('from 1', 'from 0'));

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

const isText: Check = (value, place) => (typeof value === 'string' ? [] : [`${place} has to be a text.`]);

/** Of which type it is, and whether it is one at all, is judged with the models at hand. */
const isType: Check = (value, place) =>
  ['string', 'function'].includes(typeof value) || (typeof value === 'object' && value !== null)
    ? []
    : [`${place} has to be a type: a name such as "STRING", or one of Sequelize's DataTypes.`];

/** An object with no other keys than these. A key that is set to undefined counts as left out. */
function isObjectOf(checks: Readonly<Record<string, Check>>): Check {
  return (value, place) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return [`${place} has to be an object.`];
    }
    return Object.entries(value)
      .filter(([, entry]) => entry !== undefined)
      .flatMap(([key, entry]) => {
        const check = Object.hasOwn(checks, key) ? checks[key] : undefined;
        return check === undefined
          ? [
              `${place} has the unknown key ${JSON.stringify(key)}: known are ${Object.keys(checks).join(', ')}.`,
            ]
          : check(entry, place === whole ? key : `${place}.${key}`);
      });
  };
}

const whole = 'it';

/** An object whose keys are names of the models' own. */
function isObjectByName(check: Check, others: Readonly<Record<string, Check>> = {}): Check {
  return (value, place) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return [`${place} has to be an object.`];
    }
    return Object.entries(value)
      .filter(([, entry]) => entry !== undefined)
      .flatMap(([key, entry]) =>
        (Object.hasOwn(others, key) ? (others[key] as Check) : check)(entry, `${place}.${key}`),
      );
  };
}

/** What stands in it is judged with the models at hand. */
const isAnyObject: Check = (value, place) =>
  typeof value === 'object' && value !== null ? [] : [`${place} has to be an object.`];

const attributeChecks: Record<keyof AttributeOptions, Check> = {
  name: isText,
  description: isText,
  expose: isOneOf(exposures),
  required: isBoolean,
  type: isType,
};

const associationChecks: Record<keyof AssociationOptions, Check> = { name: isText, expose: isBoolean };

const scopeChecks: Record<keyof ScopeOptions, Check> = {
  name: isText,
  description: isText,
  arguments: isObjectByName(isText),
  replacesDefault: isBoolean,
};

const isScope: Check = (value, place) =>
  typeof value === 'object' ? isObjectOf(scopeChecks)(value, place) : isBoolean(value, place);

const modelChecks: Record<keyof ModelOptions, Check> = {
  name: isText,
  description: isText,
  readOnly: isBoolean,
  inverses: isBoolean,
  attributes: isObjectByName(isObjectOf(attributeChecks)),
  associations: isObjectByName(isObjectOf(associationChecks)),
  scopes: isObjectByName(isScope),
  deleted: isBoolean,
};

const writesChecks: Record<keyof WritesOptions, Check> = {
  maxRows: isCount,
  maxDepth: isCount,
  idempotencyTable: (value, place) =>
    typeof value === 'string' ? [] : isObjectOf({ tableName: isText, schema: isText })(value, place),
};

const isTextOrTexts: Check = (value, place) => (typeof value === 'string' ? [] : isNameList(value, place));

const jwtChecks: Record<keyof JwtOptions, Check> = {
  secret: isText,
  jwksUrl: isText,
  issuer: isText,
  audience: isTextOrTexts,
  algorithms: isNameList,
};

const trustedDocumentsChecks: Record<keyof TrustedDocumentsOptions, Check> = {
  manifest: (value, place) => (typeof value === 'string' ? [] : isAnyObject(value, place)),
  only: isBoolean,
};

const limitChecks: Record<keyof LimitsOptions | keyof ServerLimits, Check> = {
  ...(Object.fromEntries(
    Object.keys(defaultLimits).map((name) => [
      name,
      name === 'drainDelayMilliseconds' ? isCountOrNone : isCount,
    ]),
  ) as Record<keyof ServerLimits, Check>),
  cost: isCount,
  rows: isCount,
  filterRelations: isCount,
  depth: isCount,
  aliases: isCount,
  repeatedFields: isCount,
  directives: isCount,
  recursiveSelections: isCount,
  tokens: isCount,
  sourceLength: isCount,
};

/** One check for every option: an option that is added to KinqlOptions and not here does not compile. */
const optionChecks: Record<keyof KinqlOptions, Check> = {
  models: isObjectByName(isObjectOf(modelChecks), { include: isNameList, exclude: isNameList }),
  inverses: isBoolean,
  inflection: isObjectOf(
    Object.fromEntries(Object.keys(defaultInflection).map((name): [string, Check] => [name, isFunction])),
  ),
  page: isObjectOf({ default: isCount, max: isCount }),
  lists: isOneOf(['both', 'list', 'connection']),
  aggregates: isBoolean,
  relay: isBoolean,
  writes: (value, place) => (typeof value === 'boolean' ? [] : isObjectOf(writesChecks)(value, place)),
  limits: isObjectOf(limitChecks),
  maxBatchSize: isCount,
  readRetryMilliseconds: isCountOrNone,
  nonNullParents: isBoolean,
  strict: isBoolean,
  onFinding: isFunction,
  transaction: isFunction,
  viewer: isFunction,
  jwt: isObjectOf(jwtChecks),
  trustedDocuments: isObjectOf(trustedDocumentsChecks),
  persistedQueries: isBoolean,
  rules: (value, place) =>
    value === 'none'
      ? []
      : isObjectOf({ roles: isFunction, models: isObjectByName(isAnyObject) })(value, place),
  signal: isFunction,
  databaseSession: isFunction,
};

/** What keeps a value from being KinqlOptions, one sentence each; empty where nothing does. */
export function findOptionProblems(value: unknown): string[] {
  return isObjectOf(optionChecks)(value, whole);
}
