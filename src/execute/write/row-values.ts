import { getAttribute } from '../../catalog/catalog.ts';
import type { KeyChoice, RowWrite } from '../../plan/write.ts';
import type { EngineModel } from '../engine.ts';
import { toModelValue, UnfitValue } from './model-value.ts';
import { fieldName, typeName, type WriteContext } from './write-context.ts';
import { failWith, WriteFailure, type WriteProblem } from './write-problem.ts';

/** Values by attribute, as the model's own code knows them. Filled in as the keys of parents become known. */
export type ModelValues = Record<string, unknown>;

/** What the client gives for each of the rows. @throws WriteFailure with every value that does not fit its column. */
export function modelValues(
  context: WriteContext,
  { catalog }: EngineModel,
  writes: readonly RowWrite[],
): ModelValues[] {
  const problems: WriteProblem[] = [];
  const type = typeName(context, catalog.name);
  const all = writes.map(({ values, path }) => {
    const result: ModelValues = {};
    for (const { attribute, field, value } of values) {
      try {
        result[attribute] = toModelValue(getAttribute(catalog, attribute), value);
      } catch (error) {
        if (!(error instanceof UnfitValue)) {
          throw error;
        }
        const message = `The value of ${type}.${field} ${error.message}.`;
        problems.push({ code: 'VALIDATION', path: [...path, field], message, rule: null });
      }
    }
    return result;
  });
  if (problems.length > 0) {
    throw new WriteFailure(problems);
  }
  return all;
}

/** What a key says of the row that is made because no row has it. @throws WriteFailure where no row can have it. */
export function keyValues(
  context: WriteContext,
  { catalog }: EngineModel,
  { attributes, values, path }: KeyChoice,
): ModelValues {
  return Object.fromEntries(
    (values ?? []).map((value, index) => {
      const attribute = attributes[index] as string;
      try {
        return [attribute, toModelValue(getAttribute(catalog, attribute), value)];
      } catch (error) {
        if (!(error instanceof UnfitValue)) {
          throw error;
        }
        const field = `${typeName(context, catalog.name)}.${fieldName(context, catalog.name, attribute)}`;
        return failWith('VALIDATION', path, `The value of ${field} ${error.message}.`);
      }
    }),
  );
}
