import { describe, expect, it } from '@jest/globals';
import { defaultInflection, toCamelCase, toPascalCase } from '../../../src/inflection/inflection.ts';

const task = { name: 'Task', singular: 'Task', plural: 'Tasks' };

describe('toPascalCase and toCamelCase', () => {
  it.each([
    ['task', 'Task', 'task'],
    ['Task', 'Task', 'task'],
    ['taskName', 'TaskName', 'taskName'],
    ['task_name', 'TaskName', 'taskName'],
    ['TASK_NAME', 'TaskName', 'taskName'],
    ['HTTPHost', 'HttpHost', 'httpHost'],
    ['http_host', 'HttpHost', 'httpHost'],
    ['userID', 'UserId', 'userId'],
    ['UserId', 'UserId', 'userId'],
    ['URL', 'Url', 'url'],
    ['ID', 'Id', 'id'],
    ['a', 'A', 'a'],
    ['sha256_sum', 'Sha256Sum', 'sha256Sum'],
    ['own-er', 'OwnEr', 'ownEr'],
    ['_private', 'Private', 'private'],
    ['größe', 'Größe', 'größe'],
    ['2fa', '2fa', '2fa'],
    ['', '', ''],
  ])('of %j are %s and %s', (identifier, pascal, camel) => {
    expect([toPascalCase(identifier), toCamelCase(identifier)]).toEqual([pascal, camel]);
  });
});

describe('defaultInflection', () => {
  it('names the type of a model, and what belongs to it', () => {
    expect(defaultInflection.typeName({ ...task, name: 'http_log' })).toBe('HttpLog');
    expect(defaultInflection.enumTypeName('Task', 'task_status')).toBe('TaskTaskStatus');
    expect(defaultInflection.keyInputName('Task')).toBe('TaskKey');
    expect(defaultInflection.compositeKeyInputName('Task', ['projectId', 'number'])).toBe(
      'TaskProjectIdAndNumberKey',
    );
    expect(defaultInflection.compositeKeyField(['project_id', 'number'])).toBe('projectIdAndNumber');
  });

  it('names the fields of a type', () => {
    expect(defaultInflection.attributeField('task_name')).toBe('taskName');
    expect(defaultInflection.associationField('User')).toBe('user');
  });

  it.each([
    [null, true, 'tasks'],
    [null, false, 'task'],
    ['owner', true, 'tasksByOwner'],
    ['owner', false, 'taskByOwner'],
    ['HTTPHost', true, 'tasksByHttpHost'],
  ])('names the way back over the alias %j, many: %j, %s', (alias, many, name) => {
    expect(defaultInflection.inverseField(task, alias, many)).toBe(name);
  });

  it('names the fields of Query after the singular and plural that Sequelize has', () => {
    const names = { name: 'Datum', singular: 'Datum', plural: 'Data' };
    expect(defaultInflection.rowField(names)).toBe('datum');
    expect(defaultInflection.rowByKeyField(names)).toBe('datumBy');
    expect(defaultInflection.listField(names)).toBe('data');
  });
});
