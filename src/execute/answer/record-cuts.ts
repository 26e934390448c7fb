import type { RequestRecord } from '../request-record.ts';
import type { Level } from './load-levels.ts';

type Path = readonly (string | number)[];

/** Says in the request's record which lists were cut at a limit of ours, each at every place of the answer that it is in. */
export function recordCuts(root: Level, record: RequestRecord): void {
  if (hasCuts(root)) {
    visitObject(root, 0, [], record);
  }
}

function hasCuts({ filled }: Level): boolean {
  return filled.some(
    (field) => field !== null && (field.cuts.size > 0 || (field.level !== null && hasCuts(field.level))),
  );
}

function visitObject({ shape, filled }: Level, index: number, path: Path, record: RequestRecord): void {
  for (const [place, field] of shape.fields.entries()) {
    const found = filled[place];
    if (!found?.level) {
      continue;
    }
    const fieldPath = [...path, field.responseName];
    const limit = found.cuts.get(index);
    if (limit !== undefined) {
      record.truncated.push({ path: fieldPath, limit });
    }
    const start = found.starts[index] as number;
    const count = found.counts[index] as number;
    for (let item = 0; item < count; item += 1) {
      visitObject(found.level, start + item, field.isList ? [...fieldPath, item] : fieldPath, record);
    }
  }
}
