import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApolloServerErrorCode } from '@apollo/server/errors';
import { describe, expect, it } from '@jest/globals';
import { findingCodes } from '../../../src/catalog/finding.ts';
import { errorCodes } from '../../../src/errors/error-code.ts';

const page = readFileSync(join(__dirname, '../../../docs/errors.md'), 'utf8');

/** The rows of the table under a heading, as cells. */
function rowsUnder(heading: string): string[][] {
  const [, section = ''] = page.split(`\n## ${heading}\n`);
  const [own = ''] = section.split('\n## ');
  return own
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

const codesUnder = (heading: string) => rowsUnder(heading).map(([code]) => code?.replaceAll('`', ''));

describe('docs/errors.md', () => {
  it('explains every code of a finding, and no other, in their order', () => {
    expect(codesUnder('Findings about models')).toEqual([...findingCodes]);
  });

  it('explains every code of a request that KinQL or Apollo Server gives, those of an app, and no other', () => {
    const all = new Set([...Object.values(errorCodes), ...Object.values(ApolloServerErrorCode)]);
    expect(codesUnder('Errors of a request').sort()).toEqual([...all].sort());
  });

  it.each(['Findings about models', 'Errors of a request'])('leaves no cell empty under %s', (heading) => {
    const cells = rowsUnder(heading).map((row) => row.filter((cell) => cell !== '').length);
    const [columns] = cells;
    expect(columns).toBeGreaterThan(3);
    expect(cells).toEqual(cells.map(() => columns));
  });
});
