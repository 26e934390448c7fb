import { words } from '../util/words.ts';

/**
 * Every name that KinQL generates comes from here, so that a team can replace any one rule. A function is given what the
 * models say and gives the name that is wished for; clashes and letters that GraphQL does not know are settled afterwards,
 * by `nameCatalog`.
 */
export interface Inflection {
  /** The object type of a model: `Task`. */
  typeName(model: ModelNames): string;
  /** The enum type of an attribute: `TaskStatus`. */
  enumTypeName(typeName: string, attribute: string): string;
  /** The scalar of a type that Sequelize does not have, by its key or the first word of its SQL: `Tsquery`. */
  scalarTypeName(type: string): string;
  /** The input with one field for each unique key: `TaskKey`. */
  keyInputName(typeName: string): string;
  /** The input of a key with several attributes: `TaskProjectIdAndNumberKey`. */
  compositeKeyInputName(typeName: string, attributes: readonly string[]): string;
  /** A key with several attributes as a field of the key input: `projectIdAndNumber`. */
  compositeKeyField(attributes: readonly string[]): string;
  /** The field of an attribute: `taskName`. */
  attributeField(attribute: string): string;
  /** The field of a declared association: `owner`. */
  associationField(alias: string): string;
  /** A scope in the argument `scopes`: `byOwner`. */
  scopeField(scope: string): string;
  /** The way back over an inferred inverse: `tasks`, `tasksByOwner`, or the singular where there is one row at most. */
  inverseField(source: ModelNames, alias: string | null, many: boolean): string;
  /** One row by its primary key: `task`. */
  rowField(model: ModelNames): string;
  /** One row by any unique key: `taskBy`. */
  rowByKeyField(model: ModelNames): string;
  /** The list of all rows: `tasks`. */
  listField(model: ModelNames): string;
  /** A list in pages by cursors, by the name of the plain list: `tasksConnection`. */
  connectionField(listField: string): string;
  /** What is computed of all rows: `tasksAggregate`. */
  aggregateField(listField: string): string;
  /** Groups of rows: `tasksGroupBy`. */
  groupByField(listField: string): string;
  /** A type that is made for the rows of a type or the values of an enum: `TaskWhere`, `TaskStatusFilter`. */
  derivedTypeName(typeName: string, derived: DerivedType): string;
  /** What writes rows, of the verb and the singular or plural in PascalCase: `createTask`, `updateTasks`. */
  mutationField(verb: string, name: string): string;
  /** A type that rows are written with, of an object type's name or the plural of it: `TaskCreate`, `TasksPayload`. */
  writeTypeName(name: string, derived: string): string;
}

/** The types that are made beside an object type, by what stands behind its name. */
export const derivedTypes = [
  ...(['Where', 'ManyWhere', 'OrderBy', 'Connection', 'Edge'] as const),
  ...(['Aggregate', 'CountDistinct', 'Sum', 'Avg', 'Min', 'Max'] as const),
  ...(['Group', 'GroupKeys', 'GroupBy', 'GroupKeysOrderBy', 'GroupOrderBy', 'Having'] as const),
  ...(['CountDistinctHaving', 'SumHaving', 'AvgHaving', 'MinHaving', 'MaxHaving'] as const),
  ...(['CountDistinctOrderBy', 'SumOrderBy', 'AvgOrderBy', 'MinOrderBy', 'MaxOrderBy'] as const),
] as const;

export type DerivedType = (typeof derivedTypes)[number] | 'Filter' | 'ListFilter' | 'Scopes' | 'Scope';

/** A model's name, with the singular and plural that Sequelize made of it or was given. */
export interface ModelNames {
  readonly name: string;
  readonly singular: string;
  readonly plural: string;
}

/** Words joined with a capital each, an acronym as one word: `HTTPHost` and `http_host` are both `HttpHost`. */
export function toPascalCase(identifier: string): string {
  return words(identifier)
    .map(
      (word) =>
        word.charAt(0).toUpperCase() + (isAcronym(word) ? word.slice(1).toLowerCase() : word.slice(1)),
    )
    .join('');
}

/** As `toPascalCase`, the first word in lower case: `HTTPHost` is `httpHost`, `UserId` is `userId`. */
export function toCamelCase(identifier: string): string {
  const pascal = toPascalCase(identifier);
  return pascal.charAt(0).toLowerCase() + pascal.slice(1);
}

function isAcronym(word: string): boolean {
  return word.length > 1 && word === word.toUpperCase();
}

export const defaultInflection: Inflection = {
  typeName: ({ name }) => toPascalCase(name),
  enumTypeName: (typeName, attribute) => typeName + toPascalCase(attribute),
  scalarTypeName: toPascalCase,
  keyInputName: (typeName) => `${typeName}Key`,
  compositeKeyInputName: (typeName, attributes) => `${typeName}${joinWithAnd(attributes)}Key`,
  compositeKeyField: (attributes) => toCamelCase(joinWithAnd(attributes)),
  attributeField: toCamelCase,
  associationField: toCamelCase,
  scopeField: toCamelCase,
  inverseField: (source, alias, many) =>
    toCamelCase(many ? source.plural : source.singular) + (alias === null ? '' : `By${toPascalCase(alias)}`),
  rowField: ({ singular }) => toCamelCase(singular),
  rowByKeyField: ({ singular }) => `${toCamelCase(singular)}By`,
  listField: ({ plural }) => toCamelCase(plural),
  connectionField: (listField) => `${listField}Connection`,
  aggregateField: (listField) => `${listField}Aggregate`,
  groupByField: (listField) => `${listField}GroupBy`,
  derivedTypeName: (typeName, derived) => typeName + derived,
  mutationField: (verb, name) => verb + name,
  writeTypeName: (name, derived) => name + derived,
};

function joinWithAnd(attributes: readonly string[]): string {
  return attributes.map(toPascalCase).join('And');
}
