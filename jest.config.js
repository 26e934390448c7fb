// Only the projects whose needs are met take part: the browser project joins where a Chromium is named
// (TEST_CHROMIUM) or stands at the usual place, as the database servers join by TEST_*_URL.
import { existsSync } from 'node:fs';

const chromium = process.env.TEST_CHROMIUM ?? '/usr/bin/chromium';

const swc = (syntax) => [
  '@swc/jest',
  {
    jsc: { parser: { syntax }, target: 'es2023' },
    module: { type: 'commonjs' },
    sourceMaps: 'inline',
  },
];

// jose is made of ES modules alone, which Jest's own loader does not take.
const transform = { '^.+\\.ts$': swc('typescript'), '/node_modules/jose/.+\\.js$': swc('ecmascript') };

const project = (name, extra = {}) => ({
  displayName: name,
  testEnvironment: 'node',
  testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
  transform,
  transformIgnorePatterns: ['/node_modules/(?!jose/)'],
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
