import type { FieldNode, GraphQLObjectType } from 'graphql';

/**
 * What was found for fields so far, by the nodes that they were selected with. Fragments that spread each other twice over
 * would otherwise be gone through once for each way through them, which doubles with each.
 */
export class NodeMemo<Result> {
  readonly #ids = new Map<FieldNode, number>();
  readonly #results = new Map<string, Result>();

  find(parent: GraphQLObjectType, nodes: readonly FieldNode[], make: () => Result): Result {
    const key = `${parent.name} ${nodes.map((node) => this.#idOf(node)).join(' ')}`;
    let result = this.#results.get(key);
    if (result === undefined) {
      result = make();
      this.#results.set(key, result);
    }
    return result;
  }

  #idOf(node: FieldNode): number {
    const id = this.#ids.get(node) ?? this.#ids.size;
    this.#ids.set(node, id);
    return id;
  }
}
