import type { Kind, Value } from './values.ts';

/** A random set of models as plain data: what they are defined from, and what the reference answers by. */
export interface ModelSet {
  readonly models: readonly ModelSpec[];
}

export interface ModelSpec {
  readonly name: string;
  /** The fields of the API: one row, and the list of all. */
  readonly rowField: string;
  readonly listField: string;
  /** Attributes of the primary key. */
  readonly key: readonly string[];
  readonly attributes: AttributeSpec[];
  readonly associations: AssociationSpec[];
  readonly paranoid: boolean;
  readonly scope: ScopeSpec;
}

export interface AttributeSpec {
  readonly name: string;
  readonly column: string;
  readonly kind: Kind;
  readonly nullable: boolean;
  readonly unique: boolean;
  /** Whether it is an ID in the API. */
  readonly isId: boolean;
  /** Made by Sequelize itself. */
  readonly implied: boolean;
  /** What rows hold; few values, so that there are ties. */
  readonly pool: readonly Value[];
}

/** A default scope, or the scope of an association: what attributes hold. */
export type Constants = Readonly<Record<string, Value>>;

export interface ScopeSpec {
  readonly where: Constants;
  readonly order: readonly (readonly [string, 'ASC' | 'DESC'])[];
}

export interface AssociationSpec {
  readonly field: string;
  readonly kind: 'belongsTo' | 'hasOne' | 'hasMany' | 'belongsToMany';
  readonly target: string;
  readonly sourceAttribute: string;
  readonly targetAttribute: string;
  readonly constraints: boolean;
  readonly scope: Constants;
  /** What a row holds whose key names rows of this target, and not of another's. */
  readonly discriminator?: Constants;
  readonly through: ThroughSpec | null;
  /** Whether KinQL makes it, as the way back of a belongsTo. */
  readonly inferred: boolean;
}

export interface ThroughSpec {
  readonly model: string;
  readonly sourceAttribute: string;
  readonly targetAttribute: string;
  readonly scope: Constants;
}

export function getModel({ models }: ModelSet, name: string): ModelSpec {
  return found(
    models.find((model) => model.name === name),
    name,
  );
}

export function getAttribute({ name, attributes }: ModelSpec, wanted: string): AttributeSpec {
  return found(
    attributes.find((attribute) => attribute.name === wanted),
    `${name}.${wanted}`,
  );
}

function found<Found>(value: Found | undefined, name: string): Found {
  if (value === undefined) {
    throw new Error(`The model set has no ${name}.`);
  }
  return value;
}
