import { nearest } from '../util/nearest.ts';
import type { Finding } from './finding.ts';

/** GraphQL's names; two leading underscores belong to introspection. */
export const legalName = /^(?!__)[_A-Za-z][_0-9A-Za-z]*$/;

/** Keeps a name that the options give, unless GraphQL has no such names. */
export function keepName(
  names: Map<string, string>,
  owner: string,
  name: string | undefined,
  place: string,
): Finding[] {
  if (name === undefined) {
    return [];
  }
  if (!legalName.test(name)) {
    return [
      {
        code: 'OPTION_NAME_UNUSABLE',
        severity: 'fatal',
        place: `${place}.name`,
        message: `${JSON.stringify(name)} is no name in GraphQL.`,
        mend: 'Write it in letters from A to Z, digits and underscores, with no digit and no two underscores in front.',
        served: null,
      },
    ];
  }
  names.set(owner, name);
  return [];
}

/** The names that are none of those known, each with the one that was probably meant. */
export function checkNames(
  place: string,
  names: readonly string[],
  known: readonly string[],
  kind: string,
  mend = 'Write it as the models do.',
): Finding[] {
  return names
    .filter((name) => !known.includes(name))
    .map((name) => {
      const meant = nearest(name, known);
      return {
        code: 'OPTION_NAMES_NOTHING',
        severity: 'fatal',
        place,
        message: `${JSON.stringify(name)} is no ${kind}.`,
        mend: meant === undefined ? mend : `Did you mean ${JSON.stringify(meant)}?`,
        served: null,
      };
    });
}
