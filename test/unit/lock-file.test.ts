// What is installed has none of the faults that were published of older versions.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';

/** By package the first version without any of the advisories named. */
const leastVersions: Readonly<Record<string, readonly [version: string, because: string]>> = {
  '@apollo/server': ['5.5.0', 'GHSA-9q82-xgwf-vj6h, GHSA-mp6q-xf9x-fwf7'],
  graphql: ['16.15.0', 'GHSA-9pv7-vfvm-6vr7, and overlapping fields in quadratic time before 16.15'],
  sequelize: ['6.37.8', 'GHSA-6457-6jrx-69cr'],
  mysql2: ['3.24.0', 'GHSA-3f6p-5ww8-9rcr, GHSA-rgwj-5xj2-c3m3'],
  pg: ['8.0.0', 'GHSA-wc9v-mj63-m9g5'],
  sqlite3: ['5.1.5', 'GHSA-jqv5-7xpx-qj74'],
  ws: ['8.21.0', 'GHSA-96hv-2xvq-fx4p, GHSA-58qx-3vcg-4xpx, GHSA-3h5v-q93c-6h6q'],
  lodash: ['4.18.0', 'GHSA-f23m-r3pf-42rh, GHSA-r5fr-rjxr-66jc'],
  validator: ['13.15.22', 'GHSA-vghf-hv5q-vc2g, GHSA-9965-vmph-33xx'],
  dottie: ['2.0.7', 'GHSA-r5mx-6wc6-7h9w'],
};

/** Those that must be there; the others may come with something that is. */
const required = ['@apollo/server', 'graphql', 'sequelize', 'mysql2', 'pg', 'lodash', 'validator', 'dottie'];

const { packages } = JSON.parse(readFileSync(join(__dirname, '../../package-lock.json'), 'utf8')) as {
  readonly packages: Readonly<Record<string, { readonly version?: string }>>;
};

/** Every version that is installed anywhere. */
const versionsOf = (name: string): string[] =>
  Object.entries(packages)
    .filter(([path]) => path === `node_modules/${name}` || path.endsWith(`/node_modules/${name}`))
    .map(([, { version = '' }]) => version);

const isAtLeast = (version: string, least: string): boolean =>
  version.localeCompare(least, 'en', { numeric: true }) >= 0;

it.each(Object.entries(leastVersions))('%s is recent enough', (name, [least, because]) => {
  const old = versionsOf(name).filter((version) => !isAtLeast(version, least));
  expect(old.map((version) => `${name} ${version} is older than ${least}: ${because}`)).toEqual([]);
});

it.each(required)('%s is there to be judged', (name) => {
  expect(versionsOf(name).length).toBeGreaterThan(0);
});

it('has no version of graphql that Apollo Server and Sequelize cannot share', () => {
  expect(versionsOf('graphql')).toEqual([expect.stringMatching(/^16\./)]);
});
