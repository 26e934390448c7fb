import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { buildSchema } from 'graphql';
import { root, runCli } from '../support/cli-process.ts';

const broken = 'test/fixtures/broken/config';

describe('kinql --config', () => {
  it('takes kinql.config.ts of the working directory', async () => {
    const { stdout, ...rest } = await runCli(['print', '--models', '../init-model-folder'], {
      cwd: join(root, 'test', 'fixtures', 'configured'),
    });
    expect(rest).toEqual({ code: 0, stderr: '' });
    expect(Object.keys(buildSchema(stdout).getQueryType()?.getFields() ?? {})).toEqual([
      'user',
      'userBy',
      'users',
      'usersAggregate',
      'usersConnection',
      'usersGroupBy',
    ]);
    expect(buildSchema(stdout).getType('UserRow')).toBeDefined();
  });

  it('takes the file that it names, and no other', async () => {
    const { stdout, ...rest } = await runCli(
      ['print', '--models', '../init-model-folder', '--config', 'other.json'],
      { cwd: join(root, 'test', 'fixtures', 'configured') },
    );
    expect(rest).toEqual({ code: 0, stderr: '' });
    expect(Object.keys(buildSchema(stdout).getQueryType()?.getFields() ?? {})).toEqual([
      'task',
      'taskBy',
      'tasks',
      'tasksAggregate',
      'tasksConnection',
      'tasksGroupBy',
    ]);
  });

  it.each([
    ['nowhere.js', [`--config: ${broken}/nowhere.js does not exist.`]],
    [
      'unknown.mjs',
      [
        `${broken}/unknown.mjs: it has the unknown key "model": known are models, inverses, inflection, page, lists, aggregates, relay, writes, limits, maxBatchSize, readRetryMilliseconds, nonNullParents, strict, onFinding, transaction, viewer, jwt, trustedDocuments, persistedQueries, rules, signal, databaseSession.`,
        `${broken}/unknown.mjs: page has the unknown key "size": known are default, max.`,
        `${broken}/unknown.mjs: page.max has to be an integer from 1.`,
        `${broken}/unknown.mjs: strict has to be true or false.`,
        `${broken}/unknown.mjs: onFinding has to be a function.`,
        `${broken}/unknown.mjs: models has to be an object.`,
        `${broken}/unknown.mjs: inflection has the unknown key "typeNames": known are typeName, enumTypeName, scalarTypeName, keyInputName, compositeKeyInputName, compositeKeyField, attributeField, associationField, scopeField, inverseField, rowField, rowByKeyField, listField, connectionField, aggregateField, groupByField, derivedTypeName, mutationField, writeTypeName.`,
      ],
    ],
    ['syntax.mjs', [`${broken}/syntax.mjs:1 cannot be loaded: Unexpected token ';'.`]],
    ['function.mjs', [`${broken}/function.mjs: it has to be an object.`]],
  ])('says what is wrong with %s', async (file, lines) => {
    const args = ['print', '--models', 'test/fixtures/init-model-folder', '--config', `${broken}/${file}`];
    expect(await runCli(args)).toEqual({
      code: 1,
      stdout: '',
      stderr: lines.map((line) => `${line}\n`).join(''),
    });
  });

  it('says that a file is no JSON', async () => {
    const args = [
      'print',
      '--models',
      'test/fixtures/init-model-folder',
      '--config',
      `${broken}/broken.json`,
    ];
    const { code, stdout, stderr } = await runCli(args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    // The rest of the line is V8's, which changes.
    expect(stderr).toMatch(/^test\/fixtures\/broken\/config\/broken\.json is no JSON: [^\n]+\n$/);
  });
});
