import { describe, expect, it } from '@jest/globals';
import { DataTypes } from 'sequelize';
import { findOptionProblems } from '../../../src/cli/validate-options.ts';

const exposures = '"read-write", "read-only", "write-only", "hidden"';

describe('findOptionProblems', () => {
  it('finds nothing in options that may be, nor in what is undefined', () => {
    expect(
      findOptionProblems({
        models: {
          include: ['User'],
          exclude: [],
          User: {
            name: 'Person',
            description: 'Who works',
            readOnly: true,
            inverses: false,
            attributes: {
              age: { name: 'years', description: 'Since birth', expose: 'write-only', type: '[INTEGER]' },
              mood: { type: DataTypes.ENUM('fine') },
              full: { type: DataTypes.STRING },
            },
            associations: { tasks: { name: 'work', expose: false } },
          },
          Task: undefined,
        },
        inverses: false,
        strict: undefined,
      }),
    ).toEqual([]);
  });

  it.each<[unknown, string]>([
    [{ include: 'User' }, 'models.include has to be a list of names.'],
    [{ exclude: { name: 'Excluded' } }, 'models.exclude has to be a list of names.'],
    [{ User: true }, 'models.User has to be an object.'],
    [{ User: ['name'] }, 'models.User has to be an object.'],
    [{ User: { name: 1 } }, 'models.User.name has to be a text.'],
    [
      { User: { readonly: true } },
      'models.User has the unknown key "readonly": known are name, description, readOnly, inverses, attributes, associations, scopes, deleted.',
    ],
    [
      { User: { constructor: true } },
      'models.User has the unknown key "constructor": known are name, description, readOnly, inverses, attributes, associations, scopes, deleted.',
    ],
    [{ User: { attributes: { age: 'hidden' } } }, 'models.User.attributes.age has to be an object.'],
    [
      { User: { attributes: { age: { expose: true } } } },
      `models.User.attributes.age.expose has to be one of ${exposures}.`,
    ],
    [
      { User: { attributes: { age: { type: 1 } } } },
      'models.User.attributes.age.type has to be a type: a name such as "STRING", or one of Sequelize\'s DataTypes.',
    ],
    [
      { User: { associations: { tasks: { expose: 'hidden' } } } },
      'models.User.associations.tasks.expose has to be true or false.',
    ],
  ])('says what is wrong with the models %j', (models, problem) => {
    expect(findOptionProblems({ models })).toEqual([problem]);
  });

  it('says what is wrong with inverses', () => {
    expect(findOptionProblems({ inverses: 'none' })).toEqual(['inverses has to be true or false.']);
  });
});
