import { createHash } from 'node:crypto';

/**
 * The GraphQL label of each value of an ENUM, in the order of the values: unchanged where it is a legal name, else with
 * `_` for each letter that is not, and told apart by a hash of the value where two would be the same.
 */
export function enumLabels(values: readonly string[]): string[] {
  const unchanged = new Set(values.filter(isLegalLabel));
  const taken = new Set(unchanged);
  return values.map((value) => {
    if (unchanged.has(value)) {
      return value;
    }
    const ascii = value.replace(/[^_0-9A-Za-z]/g, '_').replace(/^__+/, '_');
    const base = ascii === '' ? 'EMPTY' : /^\d/.test(ascii) ? `_${ascii}` : ascii;
    const legal = isLegalLabel(base) ? base : `${base}_`;
    // `_` itself takes no second underscore: two in front belong to introspection.
    const label = taken.has(legal) ? `${legal === '_' ? '' : legal}_${hash(value)}` : legal;
    taken.add(label);
    return label;
  });
}

/** Specification section 3.9: `true`, `false` and `null` are no enum values; two leading underscores are reserved. */
function isLegalLabel(label: string): boolean {
  return /^(?!__)[_A-Za-z][_0-9A-Za-z]*$/.test(label) && !['true', 'false', 'null'].includes(label);
}

function hash(value: string): string {
  return createHash('sha256').update(value).digest('hex').slice(0, 8);
}
