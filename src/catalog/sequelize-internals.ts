import type { ModelAttributeColumnOptions, Sequelize } from 'sequelize';

/**
 * The properties of Sequelize 6.37 that its declarations leave out. They are read here and nowhere else by name, so that
 * a change in Sequelize is found in one place. `associationType`, never `instanceof`: the app may have a second copy.
 */
export interface SequelizeAssociation {
  readonly associationType: 'BelongsTo' | 'HasOne' | 'HasMany' | 'BelongsToMany';
  readonly source: SequelizeModel;
  readonly target: SequelizeModel;
  readonly as: unknown;
  readonly isAliased?: boolean;
  readonly foreignKey: string;
  readonly otherKey?: string;
  readonly sourceKey?: string;
  readonly targetKey?: string;
  readonly scope?: object;
  readonly through?: { readonly model: SequelizeModel; readonly scope?: object };
  readonly options: { readonly uniqueKey?: unknown };
}

export interface SequelizeDataType {
  readonly key?: string;
  readonly values?: readonly string[];
  readonly _unsigned?: boolean;
  readonly _zerofill?: boolean;
  readonly _binary?: boolean;
  /** Of an ARRAY: what it holds. Of a GEOMETRY: the name of a shape. */
  readonly type?: SequelizeDataType | string;
  readonly options?: { readonly subtype?: SequelizeDataType };
  /** Of a VIRTUAL: the type of its values, and what it is computed from. */
  readonly returnType?: SequelizeDataType | string;
  readonly fields?: readonly string[];
  toSql?(options: { escape(label: string): string }): string;
}

export interface SequelizeAttribute extends Omit<ModelAttributeColumnOptions, 'type'> {
  readonly type: SequelizeDataType | string;
  readonly field?: string;
}

export type SequelizeScope = Readonly<Record<string, unknown>>;

export interface SequelizeModel {
  readonly name: string;
  readonly sequelize: Sequelize;
  readonly associations: Readonly<Record<string, SequelizeAssociation>>;
  readonly rawAttributes: Readonly<Record<string, SequelizeAttribute>>;
  readonly primaryKeyAttributes: readonly string[];
  readonly uniqueKeys: Readonly<Record<string, { readonly fields: readonly string[] }>>;
  readonly _indexes: readonly SequelizeIndex[];
  readonly _scope: SequelizeScope;
  readonly scoped?: boolean;
  readonly _timestampAttributes: {
    readonly createdAt?: string;
    readonly updatedAt?: string;
    readonly deletedAt?: string;
  };
  readonly _versionAttribute?: string;
  /** The accessors that Sequelize puts on the prototype, by attribute. */
  readonly _attributeManipulation: Readonly<Record<string, PropertyDescriptor>>;
  readonly prototype: object;
  readonly options: {
    readonly name: { readonly singular: string; readonly plural: string };
    readonly comment?: string;
    readonly paranoid?: boolean;
    readonly scopes?: Readonly<Record<string, unknown>>;
    /** Set where a belongsToMany made the model: it is then defined with the options of the association. */
    readonly through?: unknown;
    readonly getterMethods?: Readonly<Record<string, unknown>>;
    readonly setterMethods?: Readonly<Record<string, unknown>>;
  };
  new (values: object, options: object): object;
  /** A clone of the class that reads with this scope instead of its own. */
  scope(scope: string | { readonly method: readonly unknown[] }): SequelizeModel;
  getTableName(): SequelizeTable;
  hasHook(name: string): boolean;
}

/** A name alone, or with its schema. */
export type SequelizeTable = string | { readonly tableName: string; readonly schema: string };

export interface SequelizeIndex {
  readonly unique?: boolean;
  readonly where?: unknown;
  readonly fields: readonly (string | { readonly name?: string; readonly attribute?: string })[];
}

export interface SequelizeInstance extends Omit<Sequelize, 'models'> {
  readonly models: Readonly<Record<string, SequelizeModel>>;
  hasHook(name: string): boolean;
}

/** The same instance, seen with the properties that Sequelize's declarations leave out. */
export function internals(sequelize: Sequelize): SequelizeInstance {
  return sequelize as unknown as SequelizeInstance;
}

/** Sequelize's own rule for plurals, which an app may have taught exceptions. */
export function pluralizerOf(sequelize: Sequelize): (word: string) => string {
  const { Utils } = sequelize.constructor as unknown as { Utils: { pluralize(word: string): string } };
  return (word) => Utils.pluralize(word);
}

/** The hooks that `findAll` runs before it asks the database, in its order. */
export const beforeFindHooks = [
  'beforeFind',
  'beforeFindAfterExpandIncludeAll',
  'beforeFindAfterOptions',
] as const;
