import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getDirectiveValues,
  isAbstractType,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  typeFromAST,
} from 'graphql';

/** What selections mean depends on, beside the selections: GraphQL's execution context without the execution. */
export interface OperationContext {
  readonly schema: GraphQLSchema;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  readonly variableValues: Readonly<Record<string, unknown>>;
}

/** The fragments of a document by their names, as graphql-js's execution context has them. */
export function fragmentsOf(document: DocumentNode): OperationContext['fragments'] {
  const fragments = document.definitions.filter(
    (definition): definition is FragmentDefinitionNode => definition.kind === Kind.FRAGMENT_DEFINITION,
  );
  return Object.fromEntries(fragments.map((fragment) => [fragment.name.value, fragment]));
}

/**
 * The fields that are selected on `type`, by response name, in the order of the operation: GraphQL's CollectFields
 * (specification, section 6.3.2), over several selection sets at once, as for fields of one response name that merge.
 */
export function collectFields(
  selectionSets: readonly SelectionSetNode[],
  type: GraphQLObjectType,
  context: OperationContext,
): Map<string, FieldNode[]> {
  const fields = new Map<string, FieldNode[]>();
  const visited = new Set<string>();
  for (const { selections } of selectionSets) {
    collect(selections, type, context, fields, visited);
  }
  return fields;
}

function collect(
  selections: readonly SelectionNode[],
  type: GraphQLObjectType,
  context: OperationContext,
  fields: Map<string, FieldNode[]>,
  visited: Set<string>,
): void {
  for (const selection of selections) {
    if (!isIncluded(selection, context)) {
      continue;
    }
    switch (selection.kind) {
      case Kind.FIELD: {
        const name = selection.alias?.value ?? selection.name.value;
        const group = fields.get(name);
        if (group === undefined) {
          fields.set(name, [selection]);
        } else {
          group.push(selection);
        }
        break;
      }
      case Kind.INLINE_FRAGMENT:
        if (applies(selection.typeCondition, type, context)) {
          collect(selection.selectionSet.selections, type, context, fields, visited);
        }
        break;
      case Kind.FRAGMENT_SPREAD: {
        const name = selection.name.value;
        const fragment = context.fragments[name];
        if (fragment !== undefined && !visited.has(name) && applies(fragment.typeCondition, type, context)) {
          visited.add(name);
          collect(fragment.selectionSet.selections, type, context, fields, visited);
        }
        break;
      }
    }
  }
}

function isIncluded(selection: SelectionNode, { variableValues }: OperationContext): boolean {
  return (
    getDirectiveValues(GraphQLSkipDirective, selection, variableValues)?.if !== true &&
    getDirectiveValues(GraphQLIncludeDirective, selection, variableValues)?.if !== false
  );
}

function applies(
  condition: FragmentDefinitionNode['typeCondition'] | undefined,
  type: GraphQLObjectType,
  { schema }: OperationContext,
): boolean {
  if (condition === undefined) {
    return true;
  }
  const conditional = typeFromAST(schema, condition);
  return conditional === type || (isAbstractType(conditional) && schema.isSubType(conditional, type));
}

/** The object types that a value of a composite type can have. */
export function possibleObjectTypes(
  type: GraphQLCompositeType,
  schema: GraphQLSchema,
): readonly GraphQLObjectType[] {
  return isObjectType(type) ? [type] : schema.getPossibleTypes(type);
}
