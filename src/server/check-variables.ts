import type { ServerLimits } from '../build/server-limits.ts';
import { LimitError } from '../errors/limit-error.ts';

/**
 * Looks at a request's variables before they are coerced. Input types that refer to themselves are coerced and planned by
 * recursion, and a body of 100 kB could exhaust the stack; each object is coerced with a look at every field of its type.
 * `maxLexicalTokens` bounds both for what is written in the document.
 *
 * Gives how many lists and objects they have.
 *
 * @throws LimitError where they lie deeper within each other, or are more, than they may.
 */
export function checkVariables(
  variables: unknown,
  { variableDepth, variableObjects }: Pick<ServerLimits, 'variableDepth' | 'variableObjects'>,
): number {
  const { depth, objects } = measureVariables(variables, variableDepth);
  if (depth > variableDepth) {
    throw new LimitError(`The variables are more than ${variableDepth} lists and objects deep`, {
      setting: 'variableDepth',
      allowed: variableDepth,
      found: depth,
    });
  }
  if (objects > variableObjects) {
    throw new LimitError(`The variables have ${objects} lists and objects; ${variableObjects} are allowed`, {
      setting: 'variableObjects',
      allowed: variableObjects,
      found: objects,
    });
  }
  return objects;
}

/** How many lists and objects a value has and how deep they lie within each other, up to one level more than `most`. */
export function measureVariables(value: unknown, most: number): { depth: number; objects: number } {
  let level = [value].filter(isObject);
  let depth = 0;
  let objects = 0;
  while (level.length > 0 && depth <= most) {
    depth += 1;
    objects += level.length;
    level = level.flatMap((item) => Object.values(item).filter(isObject));
  }
  return { depth, objects };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
