import { describe, expect, it, jest } from '@jest/globals';
import { DataTypes, Model, type ModelStatic, Sequelize } from 'sequelize';
import { checkCatalog } from '../../../src/catalog/check-catalog.ts';
import { introspectModels } from '../../../src/catalog/introspect-models.ts';

const attributes = { name: DataTypes.STRING, iban: DataTypes.STRING, token: DataTypes.STRING };

function init(ModelClass: ModelStatic<Model>): Sequelize {
  const sequelize = new Sequelize({ dialect: 'postgres' });
  ModelClass.init(attributes, { sequelize, modelName: 'Account', timestamps: false });
  return sequelize;
}

const classCodeOf = (sequelize: Sequelize) => introspectModels(sequelize).models[0]?.classCode;

const findingsOf = (sequelize: Sequelize) =>
  checkCatalog(introspectModels(sequelize)).findings.filter(({ code }) => code !== 'ATTRIBUTE_HIDDEN');

describe('introspectModels of a class', () => {
  const nothing = { toJson: false, fields: [], accessors: [] };

  it('finds nothing in one that has methods and accessors of other names', () => {
    class Account extends Model {
      declare name: string;
      get shortName() {
        return this.name.slice(0, 3);
      }
      rename() {}
    }
    expect(classCodeOf(init(Account))).toEqual(nothing);
  });

  it('finds a toJSON, also of a class above', () => {
    class Base extends Model {
      override toJSON() {
        return {};
      }
    }
    expect(classCodeOf(init(class extends Base {}))).toEqual({ ...nothing, toJson: true });
  });

  it('finds the fields that stand in front of attributes, and keeps Sequelize from saying so as well', async () => {
    const warned = jest.spyOn(console, 'warn').mockReturnValue();
    class Account extends Model {
      name!: string;
      other = 1;
      iban = 'none';
    }
    expect(classCodeOf(init(Account))).toEqual({ ...nothing, fields: ['name', 'iban'] });
    await new Promise((resolve) => setTimeout(resolve));
    expect(warned.mock.calls).toEqual([]);
    Account.build({});
    await new Promise((resolve) => setTimeout(resolve));
    expect(warned.mock.calls).toEqual([[expect.stringContaining('public class fields')]]);
    warned.mockRestore();
  });

  it('knows no fields of a class whose instances cannot be made of nothing', () => {
    class Account extends Model {
      name!: string;
      constructor(...parameters: ConstructorParameters<typeof Model>) {
        super(...parameters);
        throw new Error('made by the factory only');
      }
    }
    expect(classCodeOf(init(Account))).toEqual(nothing);
  });

  it('finds an accessor that was defined after the model, or in a class above', () => {
    class Base extends Model {
      get name() {
        return 'hidden';
      }
    }
    class Account extends Base {}
    const sequelize = init(Account);
    Object.defineProperty(Account.prototype, 'iban', { get: () => 'masked' });
    expect(classCodeOf(sequelize)).toEqual({ ...nothing, accessors: ['iban', 'name'] });
  });

  it('finds none in a model that extends another', () => {
    class Base extends Model {}
    const sequelize = init(Base);
    class Account extends Base {}
    Account.init(attributes, { sequelize, modelName: 'Child' });
    expect(introspectModels(sequelize).models.map(({ classCode }) => classCode)).toEqual([nothing, nothing]);
  });

  it('cannot find one of the class itself, which Sequelize replaces for its own users too', () => {
    class Account extends Model {
      get iban() {
        return 'masked';
      }
    }
    const sequelize = init(Account);
    expect(Account.build({ iban: 'DE00' }).iban).toBe('DE00');
    expect(classCodeOf(sequelize)).toEqual(nothing);
  });
});

describe('checkCatalog of a class', () => {
  it('TO_JSON_NOT_CALLED: says that what toJSON leaves out is served', () => {
    class Account extends Model {
      override toJSON() {
        return {};
      }
    }
    expect(findingsOf(init(Account))).toEqual([
      {
        code: 'TO_JSON_NOT_CALLED',
        severity: 'warning',
        place: 'Account',
        message: 'The model has a toJSON of its own, which KinQL does not call.',
        mend: 'Hide the attributes that it leaves out by models.Account.attributes, and compute those that it adds by VIRTUALs.',
        served: 'the attributes themselves, also those that toJSON leaves out.',
      },
    ]);
  });

  it('CLASS_FIELDS_SHADOW: names the fields of a model in one finding', () => {
    class Account extends Model {
      name!: string;
      iban!: string;
    }
    expect(findingsOf(init(Account))).toEqual([
      {
        code: 'CLASS_FIELDS_SHADOW',
        severity: 'warning',
        place: 'Account',
        message:
          "The class declares fields for name, iban, which stand in front of Sequelize's accessors, so that its own code reads them instead of the row.",
        mend: 'Write declare in front of each in TypeScript (declare name: ...), or leave the field out in JavaScript.',
        served:
          "the row's values; getters, VIRTUALs and hooks that read such a property find what the field holds.",
      },
    ]);
  });

  it('ACCESSOR_NOT_CALLED: names the attribute, unless clients do not see it anyway', () => {
    const sequelize = init(class extends Model {});
    for (const name of ['iban', 'token']) {
      Object.defineProperty(sequelize.models.Account?.prototype, name, { get: () => 'masked' });
    }
    expect(findingsOf(sequelize)).toEqual([
      {
        code: 'ACCESSOR_NOT_CALLED',
        severity: 'warning',
        place: 'Account.iban',
        message: 'The class has an accessor of the same name, which KinQL does not call.',
        mend: "Declare it as the attribute's get, and give the attribute's value by getDataValue in it.",
        served: "the attribute's own value.",
      },
    ]);
  });
});
