// Only the projects whose needs are met take part: the browser project joins where a Chromium is named
// (TEST_CHROMIUM) or stands at the usual place, as the database servers join by TEST_*_URL.
import { existsSync } from 'node:fs';

const chromium = process.env.TEST_CHROMIUM ?? '/usr/bin/chromium';

const transform = {
  '^.+\\.ts$': [
    '@swc/jest',
    {
      jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
      module: { type: 'commonjs' },
      sourceMaps: 'inline',
    },
  ],
};

const project = (name, extra = {}) => ({
  displayName: name,
  testEnvironment: 'node',
  testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
  transform,
  ...extra,
});

const withDatabase = {
  globalSetup: '<rootDir>/test/support/start-databases.ts',
  globalTeardown: '<rootDir>/test/support/stop-databases.ts',
};

export default {
  collectCoverageFrom: ['src/**/*.ts', '!src/cli/main.ts'],
  testTimeout: 30_000,
  maxWorkers: 2,
  projects: [
    project('unit'),
    project('integration', withDatabase),
    ...(existsSync(chromium) ? [project('browser', withDatabase)] : []),
  ],
};
