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
 * The first field of a model's type that an operation selects, and that `isSought`; null where it selects none. Linear in the
 * document, as planning is.
 */
export function findSelected(
  operation: OperationDefinitionNode,
  context: OperationContext,
  isSought: (field: SelectedField) => boolean,
): SelectedField | null {
  const root = context.schema.getRootType(operation.operation);
  const known = new NodeMemo<SelectedField | null>();
  const search = (
    selectionSets: readonly SelectionSetNode[],
    type: GraphQLObjectType,
  ): SelectedField | null => {
    const model = getTypeSource(type)?.model;
    const definitions = type.getFields();
    for (const nodes of collectFields(selectionSets, type, context).values()) {
      const definition = definitions[nodes[0]?.name.value ?? ''];
      if (definition === undefined) {
        continue;
      }
      const selected = { model: model ?? '', field: definition.name };
      if (model !== undefined && isSought(selected)) {
        return selected;
      }
      const below = getNamedType(definition.type);
      const found = isCompositeType(below)
        ? known.find(type, nodes, () => {
            const sets = nodes.flatMap((node) => node.selectionSet ?? []);
            return first(possibleObjectTypes(below, context.schema), (possible) => search(sets, possible));
          })
        : null;
      if (found !== null) {
        return found;
      }
    }
    return null;
  };
  return root ? search([operation.selectionSet], root) : null;
}

function first<Item, Found>(items: readonly Item[], search: (item: Item) => Found | null): Found | null {
  for (const item of items) {
    const found = search(item);
    if (found !== null) {
      return found;
    }
  }
  return null;
}
