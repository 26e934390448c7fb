import type { SequelizeModel, SequelizeScope } from './sequelize-internals.ts';

/** One `include` as Sequelize's own preparation leaves it. */
interface PreparedInclude {
  readonly as?: string;
  readonly association?: { readonly as: string };
  readonly required?: boolean;
  /** Asks for a RIGHT JOIN. */
  readonly right?: boolean;
  /** Read by a statement of its own, so that it joins nothing. */
  readonly separate?: boolean;
  readonly include?: readonly PreparedInclude[];
}

/** Options of a `findAll` on their way to Sequelize's `selectQuery`. */
export interface FindOptions extends SequelizeScope {
  readonly include?: readonly PreparedInclude[];
}

/** The steps of Sequelize's `findAll` between its call and its statement; its declarations hide them. */
interface Finder {
  _injectScope(options: object): void;
  _conformIncludes(options: object, model: unknown): void;
  _expandIncludeAll(options: object): void;
  _validateIncludedElements(options: object): void;
  _paranoidClause(model: unknown, options: FindOptions): FindOptions;
}

/**
 * The options with which `findAll` reads the rows of the model's scope, prepared as `findAll` does it, so that joins and
 * the scopes of what is included are Sequelize's own business; deleted rows of the model itself are among them. Only `attributes` are selected (names, or pairs
 * of an expression and its alias), and all rows, in any order.
 *
 * @throws Error of Sequelize, where the scope includes what is not associated.
 */
export function scopeFindOptions(model: SequelizeModel, attributes: readonly unknown[]): FindOptions {
  const finder = model as unknown as Finder;
  const scope: Record<string, unknown> = {};
  finder._injectScope(scope);
  const options: Record<string, unknown> = {
    model,
    attributes: [...attributes],
    includeIgnoreAttributes: false,
    paranoid: false,
  };
  for (const part of ['where', 'include', 'group', 'having']) {
    if (scope[part] !== undefined) {
      options[part] = scope[part];
    }
  }
  finder._conformIncludes(options, model);
  finder._expandIncludeAll(options);
  if (options.include !== undefined) {
    options.hasJoin = true;
    finder._validateIncludedElements(options);
  }
  sequelizeClass(model).Utils.mapFinderOptions(options, model);
  return finder._paranoidClause(model, options);
}

/** The names under which instances carry what is included, not what is included under that. */
export function includedNames({ include = [] }: FindOptions): string[] {
  return include.flatMap(({ as, association }) => as ?? association?.as ?? []);
}

/** Every include that becomes a join, those under others included. */
export function joinedIncludes({
  include = [],
}: {
  readonly include?: readonly PreparedInclude[];
}): PreparedInclude[] {
  return include
    .filter(({ separate }) => separate !== true)
    .flatMap((entry) => [entry, ...joinedIncludes(entry)]);
}

/** The Sequelize that made the model, which may be another copy than ours. */
export function sequelizeClass(model: SequelizeModel): SequelizeClass {
  return model.sequelize.constructor as unknown as SequelizeClass;
}

interface SequelizeClass {
  literal(text: string): unknown;
  and(...conditions: readonly unknown[]): unknown;
  or(...conditions: readonly unknown[]): unknown;
  readonly Utils: {
    /** What `literal`, `fn`, `col`, `cast`, `json` and `where` make. */
    readonly SequelizeMethod: abstract new () => object;
    mapFinderOptions(options: object, model: SequelizeModel): void;
    mapWhereFieldNames(where: unknown, model: SequelizeModel): unknown;
  };
}
