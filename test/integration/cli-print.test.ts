import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, printType } from 'graphql';
import { runCli } from '../support/cli-process.ts';

const task = `type Task {
  createdAt: DateTime!
  id: ID!
  taskName: String
  updatedAt: DateTime!
  user: User
  userId: ID
}`;

const taskWithOwner = task.replace('  taskName', '  owner: User\n  ownerId: ID\n  taskName');

describe('kinql print', () => {
  // Every database of these fixtures is on port 1, where nobody answers: a connection would fail.
  it.each([
    ['the index.js of sequelize-cli', 'sequelize-cli/models', taskWithOwner, ''],
    ['an ES module that awaits', 'esm-module.mjs', task, 'What a module prints is not part of the schema.\n'],
    ['a path without its ending', 'esm-module', task, 'What a module prints is not part of the schema.\n'],
    ['an async function that makes the instance', 'function-export.mjs', task, ''],
    ['a folder of classes in TypeScript', 'typescript-classes/models', task, ''],
    ['TypeScript that requires ES modules', 'mixed-modules', task, ''],
    ['TypeScript that exports models only', 'typescript-exports.ts', task, ''],
    ['a folder of classes with initModel and init', 'init-model-folder', task, ''],
    ['what sequelize-auto writes', 'sequelize-auto', task, ''],
    [
      'a folder of defining functions, CommonJS and ES modules',
      'define-folder',
      task,
      'warning: test/fixtures/define-folder holds files that export no model, passed over: helpers.js\n',
    ],
  ])('takes %s', async (_name, path, type, stderr) => {
    const result = await runCli(['print', '--models', `test/fixtures/${path}`]);
    expect({ ...result, stdout: '' }).toEqual({ code: 0, stdout: '', stderr });
    expect(printType(buildSchema(result.stdout).getType('Task') as never)).toBe(type);
  });

  it('prints what --database implies of models without an instance', async () => {
    const database = 'mysql://root:not-shown@127.0.0.1:1/fixture';
    const args = ['print', '--models', 'test/fixtures/init-model-folder', '--database', database];
    expect(await runCli(args)).toMatchObject({ code: 0, stderr: '' });
  });

  it('writes the schema to --out, into a folder that it makes', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kinql-'));
    try {
      const out = join(folder, 'new', 'schema.graphql');
      const args = ['print', '--models', 'test/fixtures/init-model-folder'];
      const printed = await runCli(args);
      expect(await runCli([...args, '--out', out])).toEqual({ code: 0, stdout: '', stderr: '' });
      expect(await readFile(out, 'utf8')).toBe(printed.stdout);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('says that --out cannot be written', async () => {
    const out = 'test/fixtures/served.mjs/schema.graphql';
    const args = ['print', '--models', 'test/fixtures/init-model-folder', '--out', out];
    expect(await runCli(args)).toEqual({
      code: 1,
      stdout: '',
      stderr: `--out: ${out} cannot be written: EEXIST: file already exists, mkdir 'test/fixtures/served.mjs'\n`,
    });
  });
});
