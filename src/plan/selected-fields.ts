import {
  type GraphQLObjectType,
  getNamedType,
  isCompositeType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { collectFields, type OperationContext, possibleObjectTypes } from './collect-fields.ts';
import { getTypeSource } from './field-source.ts';
import { NodeMemo } from './node-memo.ts';

/** A field of the type of a model's rows. */
export interface SelectedField {
  readonly model: string;
  readonly field: string;
}

/**
 * The fields with fields of their own that an operation selects on models' types, each once. Linear in the document, as planning is.
 */
export function selectedFields(
  operation: OperationDefinitionNode,
  context: OperationContext,
): readonly SelectedField[] {
  const found = new Map<string, SelectedField>();
  const known = new NodeMemo<true>();
  const search = (selectionSets: readonly SelectionSetNode[], type: GraphQLObjectType): void => {
    const model = getTypeSource(type)?.model;
    const definitions = type.getFields();
    for (const nodes of collectFields(selectionSets, type, context).values()) {
      const definition = definitions[nodes[0]?.name.value ?? ''];
      const below = definition === undefined ? undefined : getNamedType(definition.type);
      if (definition === undefined || !isCompositeType(below)) {
        continue;
      }
      if (model !== undefined) {
        found.set(`${model} ${definition.name}`, { model, field: definition.name });
      }
      known.find(type, nodes, () => {
        const sets = nodes.flatMap((node) => node.selectionSet ?? []);
        for (const possible of possibleObjectTypes(below, context.schema)) {
          search(sets, possible);
        }
        return true;
      });
    }
  };
  const root = context.schema.getRootType(operation.operation);
  if (root) {
    search([operation.selectionSet], root);
  }
  return [...found.values()];
}
