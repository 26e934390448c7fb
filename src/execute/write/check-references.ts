import type { CatalogAssociation } from '../../catalog/catalog.ts';
import type { SourceReference } from '../../plan/plan.ts';
import type { InputPath, KeyChoice } from '../../plan/write.ts';
import { groupBy } from '../../util/group-by.ts';
import { type Engine, type EngineModel, sourceOf } from '../engine.ts';
import { findRows } from './find-rows.ts';
import type { ModelValues } from './row-values.ts';
import { fieldName, typeName, type WriteContext } from './write-context.ts';
import { WriteFailure, type WriteProblem } from './write-problem.ts';

/** Values that a client gave for a row, and where. */
export interface GivenRow {
  readonly values: ModelValues;
  readonly path: InputPath;
}

interface Reference {
  readonly attribute: string;
  readonly source: SourceReference;
  readonly targetAttribute: string;
  readonly discriminator: Readonly<Record<string, unknown>>;
}

/**
 * Whether the foreign keys that clients give as values refer to rows that they may see: to one that they may not is as if there
 * were none. Only where there are rules; else the database's own constraints are enough.
 *
 * @throws WriteFailure with every key that refers to no visible row.
 */
export async function checkReferences(
  context: WriteContext,
  model: EngineModel,
  rows: readonly GivenRow[],
): Promise<void> {
  if (context.policy === null) {
    return;
  }
  const problems: WriteProblem[] = [];
  const references = groupBy(referencesOf(context.engine, model), ({ attribute }) => attribute);
  for (const [attribute, targets] of references) {
    const given = rows.filter(({ values }) => values[attribute] !== undefined && values[attribute] !== null);
    const seen = new Set<GivenRow>();
    for (const target of targets) {
      const asked = given.filter(({ values }) => mayMean(target, values));
      const keys = asked.map(
        ({ values, path }): KeyChoice => ({
          path,
          attributes: [target.targetAttribute],
          values: [values[attribute]],
        }),
      );
      const found = await findRows(context, target.source, keys);
      for (const row of asked.filter((_, index) => found[index] !== null)) {
        seen.add(row);
      }
    }
    const type = typeName(context, model.catalog.name);
    const field = fieldName(context, model.catalog.name, attribute);
    problems.push(
      ...given
        .filter((row) => !seen.has(row))
        .map(
          ({ path }): WriteProblem => ({
            code: 'FOREIGN_KEY',
            path: [...path, field],
            message: `${type}.${field} refers to no row that there is.`,
            rule: null,
          }),
        ),
    );
  }
  if (problems.length > 0) {
    throw new WriteFailure(problems);
  }
}

/** Of a key that may name rows of several models, the row itself tells which. */
function mayMean({ discriminator }: Reference, values: ModelValues): boolean {
  return Object.entries(discriminator).every(
    ([attribute, value]) => values[attribute] === undefined || String(values[attribute]) === String(value),
  );
}

/** Where the foreign keys of a model lead to, whichever side says so. */
function referencesOf({ associations }: Engine, { catalog: { name } }: EngineModel): readonly Reference[] {
  return [...associations.values()].flatMap((association): Reference[] => {
    const { kind, source, target, through, sourceAttribute, targetAttribute, inferred } = association;
    if (inferred) {
      return [];
    }
    if (kind === 'belongsToMany') {
      return through?.model === name
        ? [
            reference(through.sourceAttribute, rowsOf(source), sourceAttribute),
            reference(through.targetAttribute, rowsOf(target), targetAttribute),
          ]
        : [];
    }
    if (kind === 'belongsTo') {
      return source === name
        ? [reference(sourceAttribute, sourceOf(association), targetAttribute, discriminatorOf(association))]
        : [];
    }
    return target === name
      ? [reference(targetAttribute, rowsOf(source), sourceAttribute, association.scopeValues ?? {})]
      : [];
  });
}

function discriminatorOf({ discriminator }: CatalogAssociation): Readonly<Record<string, unknown>> {
  return discriminator ?? {};
}

function rowsOf(model: string): SourceReference {
  return { model, association: null };
}

function reference(
  attribute: string,
  source: SourceReference,
  targetAttribute: string,
  discriminator: Readonly<Record<string, unknown>> = {},
): Reference {
  return { attribute, source, targetAttribute, discriminator };
}
