/**
 * What a team says about its models beside the models themselves. Each key but `include` and `exclude` is the name of a
 * model, as in `sequelize.models`; a model that is itself called so is served as it is, and cannot be configured.
 */
export interface ModelsOptions {
  /** Only these models are served, where given. */
  readonly include?: readonly string[];
  /** These models are not served; associations through them are. */
  readonly exclude?: readonly string[];
  readonly [model: string]: ModelOptions | readonly string[] | undefined;
}

/** What a team says about one model. */
export interface ModelOptions {
  /** The name of the type, which goes before every generated one; the names of the model's root fields, lists and inverses follow it. */
  readonly name?: string;
  /** The description of the type, instead of the model's `comment`. */
  readonly description?: string;
  /** Leaves the model without mutations. */
  readonly readOnly?: boolean;
  /** Whether the type gets fields for the belongsTo that lead to it, whatever the option `inverses` says. */
  readonly inverses?: boolean;
  /** By the attribute's name in the model. */
  readonly attributes?: Readonly<Record<string, AttributeOptions>>;
  /** By alias; an inferred inverse by the name of its field, such as `tasksByOwner`. */
  readonly associations?: Readonly<Record<string, AssociationOptions>>;
  /** The scopes that clients may ask for in the argument `scopes`, by their names in the model; `true` for one without arguments. */
  readonly scopes?: Readonly<Record<string, boolean | ScopeOptions>>;
  /** Whether clients may ask for deleted rows of a paranoid model, in the argument `deleted`. */
  readonly deleted?: boolean;
}

/** What a team says about one attribute. */
export interface AttributeOptions {
  /** The name of the field, which goes before every generated one. */
  readonly name?: string;
  /** The description of the field, instead of the attribute's `comment`. */
  readonly description?: string;
  /**
   * Whether clients may read it and whether they may write it, whatever KinQL would have chosen: `"read-write"`,
   * `"read-only"`, `"write-only"` (such as a password: neither shown nor found by) or `"hidden"`.
   */
  readonly expose?: Exposure;
  /** Whether the input of a new row must give it, whatever the model says: false for what a hook fills in. */
  readonly required?: boolean;
  /**
   * The type of a VIRTUAL without one, or of an attribute whose type Sequelize does not have: a name as in
   * `DataTypes`, `"INTEGER"`, a list of it, `"[STRING]"`, or in a TypeScript or JavaScript file also the data type itself.
   */
  readonly type?: string | object;
}

export const exposures = ['read-write', 'read-only', 'write-only', 'hidden'] as const;

export type Exposure = (typeof exposures)[number];

/** What a team says about one association. */
export interface AssociationOptions {
  /** The name of the field, which goes before every generated one. */
  readonly name?: string;
  /** Whether there is a field for it. */
  readonly expose?: boolean;
}

/** What a team says about one scope that clients may ask for. */
export interface ScopeOptions {
  /** The name of the field in the argument `scopes`, which goes before every generated one. */
  readonly name?: string;
  /** The description of that field. */
  readonly description?: string;
  /** The arguments of a function in its order, each with its type as GraphQL writes it: `{ ownerId: "ID!", since: "Date" }`. */
  readonly arguments?: Readonly<Record<string, string>>;
  /** Whether the default scope does not apply where this one is asked for, as in Sequelize's `Model.scope(name)`. */
  readonly replacesDefault?: boolean;
}

/** The entries of `models` that are about one model each. */
export function modelEntries(options: ModelsOptions): [string, ModelOptions][] {
  return Object.entries(options).filter(
    (entry): entry is [string, ModelOptions] =>
      entry[0] !== 'include' && entry[0] !== 'exclude' && entry[1] !== undefined,
  );
}

/** The words of these options, each once; one that is missing here does not compile. */
const words = <Options>(record: Readonly<Record<keyof Options, true>>): readonly string[] =>
  Object.keys(record);

export const modelWords = words<ModelOptions>({
  name: true,
  description: true,
  readOnly: true,
  inverses: true,
  attributes: true,
  associations: true,
  scopes: true,
  deleted: true,
});

export const attributeWords = words<AttributeOptions>({
  name: true,
  description: true,
  expose: true,
  required: true,
  type: true,
});

export const associationWords = words<AssociationOptions>({ name: true, expose: true });

export const scopeWords = words<ScopeOptions>({
  name: true,
  description: true,
  arguments: true,
  replacesDefault: true,
});
