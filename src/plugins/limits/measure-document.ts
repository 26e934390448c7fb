import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/** What is counted in a document before it is executed. */
export interface DocumentMeasures {
  readonly depth: number;
  readonly aliases: number;
  readonly repeatedFields: number;
  readonly directives: number;
  readonly recursiveSelections: number;
}

interface Counts {
  depth: number;
  aliases: number;
  repeatedFields: number;
  directives: number;
  recursiveSelections: number;
}

type Definition = OperationDefinitionNode | FragmentDefinitionNode;

/** One definition, without what its fragments add. */
interface Measured extends Counts {
  /** Each fragment that it spreads, at which depths and how often. */
  readonly spreads: Map<string, { depth: number; count: number }>;
}

/** What a definition is once its fragments are spread. */
interface Spread {
  readonly depth: number;
  readonly selections: number;
}

/**
 * Measures every operation of a document, and gives the largest of each. Fragments are gone through once, however often
 * they are spread: their depth and selections count at each place, their aliases and the like once. What lies under
 * `__schema` and `__type` has no depth, since graphql-js has a rule of its own for it.
 */
export function measureDocument(document: DocumentNode): DocumentMeasures {
  const fragments = new Map<string, Measured>();
  const operations: Measured[] = [];
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) {
      operations.push(measureDefinition(definition));
    } else if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, measureDefinition(definition));
    }
  }
  const spread = new Map<string, Spread>();
  const result: Counts = emptyCounts();
  for (const operation of operations) {
    const { depth, selections } = spreadFragments(operation, fragments, spread);
    result.depth = Math.max(result.depth, depth);
    result.recursiveSelections = Math.max(result.recursiveSelections, selections);
    for (const name of ['aliases', 'repeatedFields', 'directives'] as const) {
      result[name] = Math.max(result[name], operation[name]);
    }
  }
  for (const fragment of fragments.values()) {
    result.aliases += fragment.aliases;
    result.repeatedFields += fragment.repeatedFields;
    result.directives += fragment.directives;
  }
  return result;
}

function emptyCounts(): Counts {
  return { depth: 0, aliases: 0, repeatedFields: 0, directives: 0, recursiveSelections: 0 };
}

function measureDefinition(definition: Definition): Measured {
  const measured: Measured = { ...emptyCounts(), spreads: new Map() };
  measured.directives += definition.directives?.length ?? 0;
  for (const { directives = [] } of definition.variableDefinitions ?? []) {
    measured.directives += directives.length;
  }
  // No recursion: a document without a limit on its tokens may be deeper than the stack.
  const pending: { readonly set: SelectionSetNode; readonly depth: number }[] = [
    { set: definition.selectionSet, depth: 1 },
  ];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { set, depth } = next;
    const names = new Set<string>();
    for (const selection of set.selections) {
      measured.recursiveSelections += 1;
      measured.directives += selection.directives?.length ?? 0;
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const name = selection.name.value;
        const known = measured.spreads.get(name) ?? { depth: 0, count: 0 };
        measured.spreads.set(name, { depth: Math.max(known.depth, depth - 1), count: known.count + 1 });
        continue;
      }
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        pending.push({ set: selection.selectionSet, depth });
        continue;
      }
      const name = selection.name.value;
      const responseName = selection.alias?.value ?? name;
      measured.aliases += responseName === name ? 0 : 1;
      measured.repeatedFields += names.has(responseName) ? 1 : 0;
      names.add(responseName);
      measured.depth = Math.max(measured.depth, depth);
      if (selection.selectionSet !== undefined) {
        const isIntrospection = name === '__schema' || name === '__type';
        pending.push({
          set: selection.selectionSet,
          depth: isIntrospection ? Number.NEGATIVE_INFINITY : depth + 1,
        });
      }
    }
  }
  return measured;
}

/** In a document whose fragments go in circles, which another rule refuses, the way back counts for nothing. */
function spreadFragments(
  measured: Measured,
  fragments: ReadonlyMap<string, Measured>,
  known: Map<string, Spread>,
): Spread {
  let { depth, recursiveSelections: selections } = measured;
  for (const [name, place] of measured.spreads) {
    const fragment = fragments.get(name);
    if (fragment === undefined) {
      continue;
    }
    let spread = known.get(name);
    if (spread === undefined) {
      known.set(name, { depth: 0, selections: 0 });
      spread = spreadFragments(fragment, fragments, known);
      known.set(name, spread);
    }
    depth = Math.max(depth, place.depth + spread.depth);
    selections = Math.min(selections + place.count * spread.selections, Number.MAX_SAFE_INTEGER);
  }
  return { depth, selections };
}
