import type { GraphQLSchema } from 'graphql';
import type { Catalog } from '../catalog/catalog.ts';
import { checkCatalog } from '../catalog/check-catalog.ts';
import { configureCatalog } from '../catalog/configure-catalog.ts';
import { readConfiguredTypes } from '../catalog/configured-types.ts';
import { type Finding, printFinding, summarizeFindings } from '../catalog/finding.ts';
import { introspectModels } from '../catalog/introspect-models.ts';
import type { ModelsOptions } from '../catalog/model-options.ts';
import { pluralizerOf } from '../catalog/sequelize-internals.ts';
import { StartupError } from '../errors/startup-error.ts';
import { createEngine, type Sequelize } from '../execute/engine.ts';
import { type ContextReaders, Operations } from '../execute/operation-state.ts';
import { defaultInflection, type Inflection } from '../inflection/inflection.ts';
import { type Names, nameCatalog } from '../inflection/name-catalog.ts';
import { inverseFieldName } from '../inflection/name-fields.ts';
import { type LimitsOptions, resolveOperationLimits } from '../plan/operation-limits.ts';
import { findRuleProblems } from '../policy/check-rules.ts';
import { createPolicies } from '../policy/policy-cache.ts';
import type { RulesOptions } from '../policy/rules.ts';
import { buildSchema } from './build-schema.ts';
import type { WriteOptions } from './builder.ts';
import type { ServerLimits } from './server-limits.ts';

/** What a team may set. Everything has a default, so that models alone are enough. */
export interface KinqlOptions extends ContextReaders {
  /** Which models and attributes are served, and under which names; where not given, all but what looks like a secret. */
  readonly models?: ModelsOptions;
  /** Whether types get fields for the belongsTo that lead to them, where none is declared: `User.tasks`. On. */
  readonly inverses?: boolean;
  /** Rules for generated names that replace the default ones. */
  readonly inflection?: Partial<Inflection>;
  /** Rows of a plain list: how many where the client sets no limit (100), and how many at most (1 000). */
  readonly page?: { readonly default?: number; readonly max?: number };
  /** Which forms lists have: `list` with limit and offset, `connection` with cursors, or `both` (the default). */
  readonly lists?: 'both' | 'list' | 'connection';
  /** Whether sums, averages and groups can be asked for. On by default; the number of rows is a connection's own. */
  readonly aggregates?: boolean;
  /**
   * Whether `id` is a row's global id, as Relay has it, in every field, argument, foreign key and filter; the key itself is
   * `rowId` then, and `node` and `nodes` find rows of any type. Off by default.
   */
  readonly relay?: boolean;
  /** Whether rows can be made, changed and deleted: off by default. An object turns it on, and says more. */
  readonly writes?: boolean | WritesOptions;
  /**
   * Who may see and change which rows and attributes, by model and role: what they do not allow is not allowed. `"none"`, or
   * not given: everybody may do everything, which `kinql serve --production` wants to be said.
   */
  readonly rules?: 'none' | RulesOptions;
  /** For `kinql serve`: whose tokens say who asks. The viewer is the claims of the token then, unless `viewer` says otherwise. */
  readonly jwt?: JwtOptions;
  /** For `kinql serve`: the operations that clients ask for by an id, and whether nothing else is executed. */
  readonly trustedDocuments?: TrustedDocumentsOptions;
  /** For `kinql serve`: whether clients may register operations by their hash (automatic persisted queries). On. */
  readonly persistedQueries?: boolean;
  /** What one operation may take, and with `kinql serve` what a request may, by the same names as `createServer` has. */
  readonly limits?: LimitsOptions & Partial<ServerLimits>;
  /** Keys that one statement looks for at most: 10 000 on Postgres, 1 000 elsewhere. */
  readonly maxBatchSize?: number;
  /**
   * How long a read outside of a transaction is tried again where its connection breaks or the database takes none, as in a
   * restart, in milliseconds: 3 000; 0 for not at all. A write never is.
   */
  readonly readRetryMilliseconds?: number;
  /** Makes a parent non-null where only a concurrent delete can hide it. Off: a parent may always be null. */
  readonly nonNullParents?: boolean;
  /** Makes every warning about the models fatal. */
  readonly strict?: boolean;
  /** Hears of everything that was found about the models and is not fatal. Default: lines on the console's error stream, at most three of a code. */
  readonly onFinding?: (finding: Finding) => void;
}

/** Who may sign the tokens of requests (JSON Web Tokens in the header `authorization: Bearer ...`), for `kinql serve`. */
export interface JwtOptions {
  /** The secret that signs them (HS256, HS384, HS512), 32 bytes at least; or else `jwksUrl`. */
  readonly secret?: string;
  /** Where the public keys are that verify them, as a JSON Web Key Set. */
  readonly jwksUrl?: string;
  /** Who must have issued them (`iss`). */
  readonly issuer?: string;
  /** For whom they must be (`aud`), or for one of whom. */
  readonly audience?: string | readonly string[];
  /** The algorithms that are taken, where not all that fit the secret or the keys. */
  readonly algorithms?: readonly string[];
}

/** Operations that are known when the server starts. */
export interface TrustedDocumentsOptions {
  /** The manifest, or the path of its file: Apollo's persisted query manifest, or an object of documents by their ids. */
  readonly manifest: string | Readonly<Record<string, unknown>>;
  /** Whether nothing but these is executed, and nothing can be registered. Off. */
  readonly only?: boolean;
}

/** How rows are written. */
export interface WritesOptions {
  /** Rows in the input of one mutation field, the nested ones included: 1 000. */
  readonly maxRows?: number;
  /** How many relations deep rows may be nested in the input: 5. */
  readonly maxDepth?: number;
  /** The table that `kinql migration` makes: with it, a create that is sent twice with one `idempotencyKey` happens once. */
  readonly idempotencyTable?: string | { readonly tableName: string; readonly schema?: string };
}

/** The models as KinQL sees them, before anything is built. */
export interface Analysis {
  /** All models, served or not: a through model may connect rows without being served itself. */
  readonly introspected: Catalog;
  /** The models that are served. */
  readonly catalog: Catalog;
  readonly names: Names;
  readonly findings: readonly Finding[];
}

/** Reads, checks and names the models of a Sequelize instance. Gives everything it finds, fatal or not, and throws nothing. */
export function analyseModels(sequelize: Sequelize, options: KinqlOptions = {}): Analysis {
  const inflection = { ...defaultInflection, ...options.inflection };
  const types = readConfiguredTypes(sequelize, options.models);
  const configured = configureCatalog(introspectModels(sequelize, types.types), options, {
    pluralize: pluralizerOf(sequelize),
    inverseField: (association, target) => inverseFieldName(association, target, inflection),
  });
  const checked = checkCatalog(configured.catalog, configured.selection);
  const named = nameCatalog(checked.catalog, inflection, configured.names, {
    relay: options.relay ?? false,
    writes: Boolean(options.writes),
  });
  return {
    introspected: configured.catalog,
    catalog: checked.catalog,
    names: named.names,
    findings: [types, configured, checked, named].flatMap(({ findings }) => findings),
  };
}

/**
 * The GraphQL schema of a Sequelize instance's models: plain, executable by any GraphQL server, without a context of ours.
 * Call it once, after all models are associated; it asks no database.
 *
 * @throws StartupError with every fatal finding about the models (with `strict`, every finding), one line each.
 */
export function createSchema(sequelize: Sequelize, options: KinqlOptions = {}): GraphQLSchema {
  return createAnalysedSchema(sequelize, analyseModels(sequelize, options), options);
}

/** `createSchema` for models that were analysed already, with the same options. */
export function createAnalysedSchema(
  sequelize: Sequelize,
  { introspected, catalog, names, findings }: Analysis,
  options: KinqlOptions = {},
): GraphQLSchema {
  checkCounts(options);
  if (options.databaseSession !== undefined && catalog.dialect !== 'postgres') {
    throw new StartupError([
      `The option databaseSession needs Postgres, which has settings and roles of a transaction; ${catalog.dialect} has none: leave it out, and say who may see which rows by rules (docs/rules.md).`,
    ]);
  }
  const onFinding = options.onFinding ?? ((finding: Finding) => console.error(printFinding(finding)));
  const fatal = findings.filter(({ severity }) => severity === 'fatal' || options.strict === true);
  const others = findings.filter((finding) => !fatal.includes(finding));
  if (options.onFinding === undefined) {
    for (const line of summarizeFindings(others)) {
      console.error(line);
    }
  } else {
    others.forEach(onFinding);
  }
  if (fatal.length > 0) {
    throw new StartupError(fatal.map(printFinding), { summary: summarizeFindings(fatal) });
  }
  const engine = createEngine(sequelize, introspected, {
    maxBatchSize: options.maxBatchSize ?? (catalog.dialect === 'postgres' ? 10_000 : 1_000),
    limits: resolveOperationLimits(options.limits),
    ...(options.readRetryMilliseconds !== undefined && {
      readRetryMilliseconds: options.readRetryMilliseconds,
    }),
    onFinding,
  });
  const rules = typeof options.rules === 'object' ? options.rules : null;
  const problems = rules === null ? [] : findRuleProblems({ catalog, names }, rules);
  if (problems.length > 0) {
    throw new StartupError(problems);
  }
  const policyOf = rules === null ? null : createPolicies({ catalog: introspected, names }, rules);
  const page = { default: options.page?.default ?? 100, max: options.page?.max ?? 1_000 };
  return buildSchema(catalog, names, new Operations(engine, options, policyOf), {
    pageSize: { default: Math.min(page.default, page.max), max: page.max },
    // Rules may hide a parent that the models say is always there.
    nonNullParents: rules === null && (options.nonNullParents ?? false),
    lists: options.lists ?? 'both',
    aggregates: options.aggregates ?? true,
    relay: options.relay ?? false,
    writes: writeOptions(options.writes),
    rules,
  });
}

function writeOptions(writes: KinqlOptions['writes']): WriteOptions | null {
  const { maxRows = 1_000, maxDepth = 5, idempotencyTable = null } = typeof writes === 'object' ? writes : {};
  return writes
    ? {
        maxRows,
        maxDepth,
        idempotency:
          typeof idempotencyTable === 'string' ? { tableName: idempotencyTable } : idempotencyTable,
      }
    : null;
}

/** @throws StartupError where an option that counts rows or keys is not a whole number, or too small. */
function checkCounts({ page, maxBatchSize, readRetryMilliseconds, writes }: KinqlOptions): void {
  const { maxRows, maxDepth } = typeof writes === 'object' ? writes : {};
  const problems = [
    { name: 'page.default', value: page?.default, least: 0 },
    { name: 'page.max', value: page?.max, least: 1 },
    { name: 'maxBatchSize', value: maxBatchSize, least: 1 },
    { name: 'readRetryMilliseconds', value: readRetryMilliseconds, least: 0 },
    { name: 'writes.maxRows', value: maxRows, least: 1 },
    { name: 'writes.maxDepth', value: maxDepth, least: 0 },
  ]
    .filter(({ value, least }) => value !== undefined && !(Number.isSafeInteger(value) && value >= least))
    .map(
      ({ name, value, least }) => `The option ${name} must be a whole number from ${least} on, not ${value}.`,
    );
  if (problems.length > 0) {
    throw new StartupError(problems);
  }
}
