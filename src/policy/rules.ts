/**
 * Who may do what, as data: by model and role. Given rules, what they do not allow is not allowed. A `where` is written as clients
 * write it, with the names of the API or, for what that hides, those of the models.
 */
export interface RulesOptions {
  /** The roles of a viewer; where not given, its property `role` or `roles`. A viewer of no role has the rules of `*` alone. */
  readonly roles?: (
    viewer: Readonly<Record<string, unknown>>,
  ) => string | readonly string[] | null | undefined;
  /** By model, then by role; `*` holds for everybody. Of several roles, what any of them allows is allowed. */
  readonly models: Readonly<Record<string, Readonly<Record<string, ModelRules>>>>;
}

/** What a role may do with a model's rows. */
export interface ModelRules {
  /** Which rows are there for it at all, on every path: true for all of them. */
  readonly read?: RowsRule;
  /** What a new row must be like: true for anything. */
  readonly create?: RowsRule;
  /** Which of the visible rows it may change. */
  readonly update?: RowsRule;
  /** What a row must be like after a change; where not given, as in `update`. */
  readonly updated?: RowsRule;
  /** Which of the visible rows it may delete. */
  readonly delete?: RowsRule;
  /** The attributes whose values it sees: these, or all but some. All where not given. */
  readonly readable?: AttributeChoice;
  /** The attributes whose values it gives. All where not given. */
  readonly writable?: AttributeChoice;
  /** The associations that it follows, in selections, filters, orders and nested writes: these, or all but some. All where not given. */
  readonly associations?: AttributeChoice;
  /** The named scopes that it asks for, of those that the options offer: these, or all but some. All where not given. */
  readonly scopes?: AttributeChoice;
}

/** Names of attributes, associations or scopes: these, or all but some. */
export type AttributeChoice = readonly string[] | { readonly except: readonly string[] };

/**
 * All rows, none, those that a `where` holds for, or what a function of the viewer says of these. In a `where`,
 * `{ viewer: "companyId" }` stands for that property of the viewer.
 */
export type RowsRule = boolean | RuleWhere | ((parameters: RuleParameters) => boolean | RuleWhere | BoundSql);

export type RuleWhere = Readonly<Record<string, unknown>>;

/** What a function of a rule is given. */
export interface RuleParameters {
  readonly viewer: Readonly<Record<string, unknown>>;
  /** Makes a condition in SQL, whose values are bound: `` sql`${column('companyId')} = ${viewer.companyId}` ``. */
  readonly sql: (texts: TemplateStringsArray, ...values: readonly unknown[]) => BoundSql;
  /** The column of an attribute of the row, to be put into the SQL. */
  readonly column: (attribute: string) => ColumnReference;
}

/** A condition on a row in SQL: texts, and between them columns of the row and values. */
export interface BoundSql {
  readonly kind: 'sql';
  readonly texts: readonly string[];
  readonly values: readonly unknown[];
}

export interface ColumnReference {
  readonly kind: 'column';
  readonly attribute: string;
}

export function isBoundSql(value: unknown): value is BoundSql {
  return (
    typeof value === 'object' && value !== null && (value as BoundSql).kind === 'sql' && 'texts' in value
  );
}
