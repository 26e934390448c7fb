import type { CatalogAssociation, CatalogModel } from './catalog.ts';

/** Every code a finding can have; `docs/errors.md` explains each, held by a test. */
export const findingCodes = [
  'ACCESSOR_NOT_CALLED',
  'ALIAS_NOT_A_STRING',
  'ASSOCIATION_REPLACED',
  'ASSOCIATION_TARGET_MISSING',
  'ATTRIBUTE_DEFINITION_SHARED',
  'ATTRIBUTE_HIDDEN',
  'ATTRIBUTE_TYPE_UNKNOWN',
  'ATTRIBUTE_TYPE_UNSUPPORTED',
  'CLASS_FIELDS_SHADOW',
  'COMPOSITE_TARGET_KEY',
  'DEFAULT_SCOPE_PARTLY_IGNORED',
  'DIALECT_UNSUPPORTED',
  'FOREIGN_KEY_NOT_INDEXED',
  'FOREIGN_KEY_UNUSABLE',
  'INCLUDED_ROWS_MISSING',
  'MODEL_WITHOUT_ATTRIBUTES',
  'NAME_CLASH',
  'NO_MODELS',
  'OPTION_NAMES_NOTHING',
  'OPTION_NAME_UNUSABLE',
  'OPTION_NOT_APPLICABLE',
  'OPTION_TYPE_REFUSED',
  'POLYMORPHIC_KEY',
  'QUOTES_NOT_ESCAPED',
  'SCOPE_NOT_SERVED',
  'SCOPE_PARTLY_IGNORED',
  'SEARCH_PATH_UNSUPPORTED',
  'TARGET_IN_OTHER_INSTANCE',
  'TARGET_KEY_AMBIGUOUS',
  'TARGET_KEY_NOT_UNIQUE',
  'TARGET_STALE',
  'TO_JSON_NOT_CALLED',
  'UNIQUE_KEY_WITHOUT_EFFECT',
] as const;

export type FindingCode = (typeof findingCodes)[number];

/** One thing about the models that their team should know. `fatal` where nothing correct could be served. */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: 'fatal' | 'warning';
  /** Where: a model, an attribute, or an association as it is written, `Task.belongsTo(User, targetKey: "firstName")`. */
  readonly place: string;
  /** What is wrong, one sentence. */
  readonly message: string;
  /** How to mend it, one sentence. */
  readonly mend: string;
  /** What is served as long as it is not mended, one sentence; null for a fatal one. */
  readonly served: string | null;
}

/** The finding as one line for a person. */
export function printFinding({ code, severity, place, message, mend, served }: Finding): string {
  const tail = served === null ? '' : ` Until then: ${served}`;
  return `${severity} ${code}  ${place}: ${message} ${mend}${tail}`;
}

/** How many findings of one code are printed where not all are asked for. */
const mostOfACode = 3;

/**
 * The findings as lines for a person who did not ask for them: of each code the first few, and how many more there are. A
 * reason that one model has, such as a foreign key without an index, dozens of models have.
 */
export function summarizeFindings(findings: readonly Finding[]): string[] {
  const counts = new Map<FindingCode, number>();
  const lines: string[] = [];
  for (const finding of findings) {
    const count = (counts.get(finding.code) ?? 0) + 1;
    counts.set(finding.code, count);
    if (count <= mostOfACode) {
      lines.push(printFinding(finding));
    }
  }
  for (const [code, count] of counts) {
    if (count > mostOfACode) {
      lines.push(`and ${count - mostOfACode} more of ${code}: run kinql check to see all`);
    }
  }
  return lines;
}

/** An association as its team wrote it, with the options that tell it from others: `Task.belongsTo(User, as: "owner")`. */
export function printAssociation(association: CatalogAssociation, target: CatalogModel | undefined): string {
  const options: string[] = [];
  if (association.aliased) {
    options.push(`as: ${JSON.stringify(association.alias)}`);
  }
  const primaryKey = target?.keys.find((key) => key.primary)?.attributes[0];
  if (association.kind === 'belongsTo' && target && association.targetAttribute !== primaryKey) {
    options.push(`targetKey: ${JSON.stringify(association.targetAttribute)}`);
  }
  return `${association.source}.${association.kind}(${[association.target, ...options].join(', ')})`;
}
