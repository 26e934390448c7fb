import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { printSampleSchema, sampleSchemaFile } from '../../../schema/print.ts';

it('schema/schema.graphql is what the models of the sample imply: npm run schema', () => {
  expect(readFileSync(sampleSchemaFile, 'utf8')).toBe(printSampleSchema());
});
