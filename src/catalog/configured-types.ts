import type { Sequelize } from 'sequelize';
import { nearest } from '../util/nearest.ts';
import { attributeKind, kindByKey } from './attribute-kind.ts';
import type { Finding } from './finding.ts';
import { type ModelsOptions, modelEntries } from './model-options.ts';
import {
  internals,
  type SequelizeAttribute,
  type SequelizeDataType,
  type SequelizeInstance,
} from './sequelize-internals.ts';

/** Types that need more said about them than a name does. */
const incomplete = ['ENUM', 'ARRAY', 'RANGE'];

const typeNames = [
  ...Object.keys(kindByKey).filter((key) => !incomplete.includes(key) && key !== 'DOUBLE PRECISION'),
  'DOUBLE',
];

/** Types that the options give to attributes, as `Model.attribute`. */
export type ConfiguredTypes = ReadonlyMap<string, SequelizeDataType>;

/**
 * Reads the types that the options give to attributes: to a VIRTUAL without one, and to an attribute whose type Sequelize
 * does not have. Any other attribute has its type in the model, where it is to be mended. Names of models and attributes
 * that do not exist are no concern of this function.
 */
export function readConfiguredTypes(
  sequelize: Sequelize,
  options: ModelsOptions = {},
): { readonly types: ConfiguredTypes; readonly findings: readonly Finding[] } {
  const instance = internals(sequelize);
  const types = new Map<string, SequelizeDataType>();
  const findings: Finding[] = [];
  for (const [modelName, { attributes = {} }] of modelEntries(options)) {
    for (const [name, { type }] of Object.entries(attributes)) {
      const attribute = instance.models[modelName]?.rawAttributes[name];
      if (type === undefined || attribute === undefined) {
        continue;
      }
      const declared = declaredType(attribute, sequelize.getDialect());
      const result =
        declared === null
          ? toDataType(type, instance)
          : {
              message: `The model declares the type ${declared}.`,
              mend: 'Change the type in the model, and leave it out here.',
            };
      if ('message' in result) {
        findings.push({
          code: 'OPTION_TYPE_REFUSED',
          severity: 'fatal',
          place: `models.${modelName}.attributes.${name}.type`,
          ...result,
          served: null,
        });
      } else {
        types.set(`${modelName}.${name}`, result);
      }
    }
  }
  return { types, findings };
}

/** The type that a model gives an attribute, in words; null where it gives none that Sequelize has. */
function declaredType({ type }: SequelizeAttribute, dialect: string): string | null {
  const valueType = typeof type !== 'string' && type.key === 'VIRTUAL' ? type.returnType : type;
  if (valueType === undefined || attributeKind(valueType, dialect) === 'custom') {
    return null;
  }
  return keyOf(valueType) ?? null;
}

function keyOf(type: SequelizeDataType | string): string | undefined {
  return typeof type === 'string' ? undefined : type.key;
}

interface Refusal {
  readonly message: string;
  readonly mend: string;
}

function toDataType(type: string | object, instance: SequelizeInstance): SequelizeDataType | Refusal {
  return typeof type === 'string' ? parseType(type, instance) : checkDataType(type);
}

/** `"INTEGER"` and `"[INTEGER]"`, as deep as brackets go. */
function parseType(text: string, instance: SequelizeInstance): SequelizeDataType | Refusal {
  const trimmed = text.trim();
  const { DataTypes } = instance.constructor as unknown as {
    DataTypes: Readonly<Record<string, new (element?: unknown) => SequelizeDataType>>;
  };
  const create = (name: string, element?: unknown): SequelizeDataType => {
    const Type = DataTypes[name] as new (element?: unknown) => SequelizeDataType;
    return new Type(element);
  };
  if (trimmed.startsWith('[') && trimmed.endsWith(']')) {
    const element = parseType(trimmed.slice(1, -1), instance);
    return 'message' in element ? element : create('ARRAY', element);
  }
  const name = trimmed.toUpperCase();
  if (typeNames.includes(name)) {
    return create(name);
  }
  const meant = nearest(name, typeNames);
  return {
    message: `${JSON.stringify(text)} is no type that can be given by name.`,
    mend:
      meant === undefined
        ? `Known are ${typeNames.join(', ')}, and lists of them, such as "[STRING]"; give any other as a data type, in a TypeScript or JavaScript file.`
        : `Did you mean "${meant}"?`,
  };
}

/** A data type of Sequelize, as it is (`DataTypes.STRING`) or with its options (`DataTypes.STRING(80)`). */
function checkDataType(type: object): SequelizeDataType | Refusal {
  const { key } = type as SequelizeDataType;
  const mend =
    'Give a data type of Sequelize, such as DataTypes.STRING or DataTypes.ARRAY(DataTypes.STRING).';
  if (key === undefined || !Object.hasOwn(kindByKey, key)) {
    return { message: `${key ?? 'This'} is no data type that has values of its own.`, mend };
  }
  const dataType = typeof type === 'function' ? new (type as new () => SequelizeDataType)() : type;
  const { values, type: element } = dataType as SequelizeDataType;
  if (key === 'ENUM' && (values ?? []).length === 0) {
    return {
      message: 'An ENUM without values is no type.',
      mend: 'Give its values: DataTypes.ENUM("a", "b").',
    };
  }
  if (key === 'ARRAY') {
    if (element === undefined || typeof element === 'string') {
      return { message: 'An ARRAY of nothing is no type.', mend };
    }
    const checked = checkDataType(element);
    return 'message' in checked ? checked : (dataType as SequelizeDataType);
  }
  return dataType as SequelizeDataType;
}
