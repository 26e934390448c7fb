import { type CatalogModel, getModel } from '../catalog/catalog.ts';
import type { Condition } from './condition.ts';
import { associationOfField, choosesAssociation, restrictsAssociations } from './relation-rules.ts';
import { MissingViewerValue, type RuleNames, ruleCondition } from './rule-condition.ts';
import {
  type AttributeChoice,
  type BoundSql,
  type ColumnReference,
  isBoundSql,
  type ModelRules,
  type RowsRule,
  type RuleParameters,
  type RulesOptions,
} from './rules.ts';

/** What is done with a row. `updated` is what it must be like afterwards. */
export type RowAction = 'read' | 'create' | 'update' | 'updated' | 'delete';

/** Which rows something is allowed for: those that any of the parts holds for. */
export type AllowedRows = 'all' | 'none' | readonly AllowedPart[];

export type AllowedPart =
  | { readonly kind: 'condition'; readonly condition: Condition }
  | { readonly kind: 'sql'; readonly sql: BoundSql };

/** What one viewer may do; made for each operation, and asked wherever rows or attributes are. */
export interface Policy {
  rows(model: string, action: RowAction): AllowedRows;
  isReadable(model: string, attribute: string): boolean;
  isWritable(model: string, attribute: string): boolean;
  /** Whether any association is kept from any role, so that it has to be asked. */
  readonly restrictsAssociations: boolean;
  /** Whether it may go from rows of the model to others over an association, by its id. */
  mayFollow(model: string, association: string): boolean;
  /** The same of a field of the model's type; true of one that leads over no association. */
  mayFollowField(model: string, field: string): boolean;
  mayUseScope(model: string, scope: string): boolean;
  /** What clients call an association of the model. */
  fieldOf(model: string, association: string): string;
  /** Whether the same policy serves further operations, so that what was made of it is worth keeping. */
  readonly isKept?: boolean;
}

/** The role that everybody has. */
export const everybody = '*';

/** Puts rules and a viewer together. Each rule is asked once for each model and action, when somebody first wants to know. */
export function createPolicy(
  context: RuleNames,
  rules: RulesOptions,
  viewer: unknown,
  roles: readonly string[] = rolesOf(rules, viewer),
): Policy {
  const known = new Map<string, AllowedRows>();
  const rulesOf = (model: string): { readonly role: string; readonly rules: ModelRules }[] =>
    roles.flatMap((role) => {
      const own = rules.models[model]?.[role];
      return own === undefined ? [] : [{ role, rules: own }];
    });
  const mayFollow = (model: string, association: string): boolean =>
    isAllowedBy(rulesOf(model), ({ associations }) =>
      choosesAssociation(context, getModel(context.catalog, model), associations, association),
    );
  return {
    rows(model, action) {
      const key = `${model} ${action}`;
      let allowed = known.get(key);
      if (allowed === undefined) {
        const parts = rulesOf(model).map(({ role, rules: own }) =>
          allowedBy(
            context,
            getModel(context.catalog, model),
            ruleOf(own, action),
            viewer,
            `${model}.${role}.${action}`,
          ),
        );
        allowed = anyOf(parts);
        known.set(key, allowed);
      }
      return allowed;
    },
    isReadable: (model, attribute) =>
      rulesOf(model).some(
        ({ rules: own }) => own.read !== undefined && own.read !== false && chooses(own.readable, attribute),
      ),
    isWritable: (model, attribute) =>
      rulesOf(model).some(({ rules: own }) => chooses(own.writable, attribute)),
    restrictsAssociations: restrictsAssociations(rules),
    mayFollow,
    mayFollowField(model, field) {
      const association = associationOfField(context, model, field);
      return association === undefined || mayFollow(model, association);
    },
    fieldOf: (model, association) => context.names.models[model]?.associations[association] ?? association,
    mayUseScope: (model, scope) => isAllowedBy(rulesOf(model), ({ scopes }) => chooses(scopes, scope)),
  };
}

/** A model that the viewer has no rules for has no rows for it, so that nothing has to be refused. */
function isAllowedBy(
  rules: readonly { readonly rules: ModelRules }[],
  isAllowed: (rules: ModelRules) => boolean,
): boolean {
  return rules.length === 0 || rules.some(({ rules: own }) => isAllowed(own));
}

function ruleOf(rules: ModelRules, action: RowAction): RowsRule {
  return (action === 'updated' ? (rules.updated ?? rules.update) : rules[action]) ?? false;
}

export function rolesOf({ roles }: RulesOptions, viewer: unknown): readonly string[] {
  const { role, roles: own } = (typeof viewer === 'object' && viewer !== null ? viewer : {}) as {
    readonly role?: unknown;
    readonly roles?: unknown;
  };
  const given = roles === undefined ? [role, own].flat() : [roles(propertiesOf(viewer))].flat();
  return [
    everybody,
    ...given.filter((name): name is string => typeof name === 'string' && name !== everybody),
  ];
}

function allowedBy(
  context: RuleNames,
  model: CatalogModel,
  rule: RowsRule,
  viewer: unknown,
  place: string,
): AllowedRows {
  const said = typeof rule === 'function' ? rule(parametersOf(viewer)) : rule;
  if (typeof said === 'boolean') {
    return said ? 'all' : 'none';
  }
  if (isBoundSql(said)) {
    return said.values.includes(undefined) ? 'none' : [{ kind: 'sql', sql: said }];
  }
  try {
    const condition = ruleCondition(context, model, said, (property) => propertyOf(viewer, property), place);
    return [{ kind: 'condition', condition }];
  } catch (error) {
    if (error instanceof MissingViewerValue) {
      return 'none';
    }
    throw error;
  }
}

function parametersOf(viewer: unknown): RuleParameters {
  return {
    viewer: propertiesOf(viewer),
    sql: (texts, ...values) => ({ kind: 'sql', texts, values }),
    column: (attribute): ColumnReference => ({ kind: 'column', attribute }),
  };
}

function propertiesOf(viewer: unknown): Readonly<Record<string, unknown>> {
  return typeof viewer === 'object' && viewer !== null ? (viewer as Readonly<Record<string, unknown>>) : {};
}

/** A viewer's own property; undefined where it has none of the name. */
export function propertyOf(viewer: unknown, property: string): unknown {
  return typeof viewer === 'object' && viewer !== null && Object.hasOwn(viewer, property)
    ? (viewer as Readonly<Record<string, unknown>>)[property]
    : undefined;
}

function anyOf(parts: readonly AllowedRows[]): AllowedRows {
  if (parts.includes('all')) {
    return 'all';
  }
  const conditions = parts.flatMap((part) => (typeof part === 'string' ? [] : part));
  return conditions.length === 0 ? 'none' : conditions;
}

export function chooses(choice: AttributeChoice | undefined, attribute: string): boolean {
  if (choice === undefined) {
    return true;
  }
  return 'except' in choice ? !choice.except.includes(attribute) : choice.includes(attribute);
}
