/**
 * What a Sequelize instance's models say, as plain readonly data: printable as JSON, without a model, a connection or a
 * function in it. `introspectModels` makes it, `checkCatalog` judges it, everything after reads it.
 */
export interface Catalog {
  readonly dialect: string;
  /** Whether each statement is to run in a schema of its own choice (Sequelize's `searchPath`), which KinQL cannot follow. */
  readonly searchPath: boolean;
  readonly models: readonly CatalogModel[];
}

export interface CatalogModel {
  /** The model's name in `sequelize.models`, unique in the catalog. */
  readonly name: string;
  readonly singular: string;
  readonly plural: string;
  readonly table: CatalogTable;
  readonly description: string | null;
  readonly attributes: readonly CatalogAttribute[];
  /** Declared ones first, in the order of definition, then the inverses that were inferred. */
  readonly associations: readonly CatalogAssociation[];
  /** The primary key first, if there is one, then the unique keys whose attributes are all in `attributes`. */
  readonly keys: readonly CatalogKey[];
  readonly defaultScope: CatalogScope;
  /** The scopes by a name. */
  readonly scopes: readonly CatalogNamedScope[];
  /** Whether deleted rows stay in the table and are hidden (`paranoid`). */
  readonly paranoid: boolean;
  /** The attribute that counts the updates of a row (`version`), so that nobody overwrites what they have not seen. */
  readonly versionAttribute: string | null;
  /** Whether the options let clients ask for deleted rows. */
  readonly offersDeleted: boolean;
  /** Names of the find hooks that would run on `findAll`, on the model or its Sequelize instance. */
  readonly findHooks: readonly string[];
  /** Whether the options leave the model without mutations. */
  readonly readOnly: boolean;
  readonly classCode: CatalogClassCode;
}

/** What the model's class does to its attributes on its own, past Sequelize, so that reading rows does not meet it. */
export interface CatalogClassCode {
  /** Whether it has a `toJSON` of its own. */
  readonly toJson: boolean;
  /** Attributes that instances have a property of their own in front of, because the class declares a field. */
  readonly fields: readonly string[];
  /** Attributes that an accessor of the class stands in front of, or behind Sequelize's own. */
  readonly accessors: readonly string[];
}

export interface CatalogTable {
  readonly name: string;
  readonly schema: string | null;
}

/**
 * The kinds of value that KinQL knows how to carry. `network`: the addresses INET, CIDR, MACADDR. `custom`: a type that
 * Sequelize does not have, whose values pass as they come. `unsupported` attributes are reported and left out.
 */
export type AttributeKind =
  | 'text'
  | 'integer'
  | 'bigInteger'
  | 'float'
  | 'decimal'
  | 'boolean'
  | 'dateTime'
  | 'date'
  | 'time'
  | 'uuid'
  | 'enum'
  | 'json'
  | 'bytes'
  | 'network'
  | 'keyValue'
  | 'geometry'
  | 'array'
  | 'range'
  | 'custom'
  | 'unsupported';

/** The type of an attribute's values, or of what they are made of. */
export interface CatalogType {
  readonly kind: AttributeKind;
  /** The type as Sequelize prints it for this dialect, such as `VARCHAR(255)`. */
  readonly sqlType: string;
  /** The labels of an `enum`, else empty. */
  readonly enumValues: readonly string[];
  /** What an `array` holds, or the bounds of a `range`; else null. */
  readonly element: CatalogType | null;
  /** What a `custom` type is called: its key, or the first word of a type that was given as text; else null. */
  readonly customName: string | null;
}

export interface CatalogAttribute extends CatalogType {
  readonly name: string;
  readonly column: string;
  readonly nullable: boolean;
  /** The `comment` of the model, or what the options say instead. */
  readonly description: string | null;
  /** False for a VIRTUAL, which no column stands behind. */
  readonly stored: boolean;
  /** Whether the model shows it through code of its own: a getter, or a VIRTUAL. */
  readonly computed: boolean;
  /** For a computed one, the attributes that it says it is computed from; null where it does not say, so that it may be any. */
  readonly computedFrom: readonly string[] | null;
  /** `User.name` where the object of its definition was given to that attribute before, and has that one's column; else null. */
  readonly definitionOf: string | null;
  /** The table to which it is declared as a foreign key with a constraint (`references`), else null. */
  readonly references: string | null;
  /** Whether an index, by what the model declares, begins with it, so that rows are found by it without reading all. */
  readonly indexed: boolean;
  /** Why clients do not see it, or null where they do. A hidden attribute still serves its associations. */
  readonly hidden: HiddenReason | null;
  /**
   * Whether clients may write it: not what they do not see, what Sequelize or the database writes by itself (timestamps,
   * the version, autoIncrement), or a VIRTUAL with a getter alone, unless the options say so. Hidden and writable is
   * write-only, such as a password.
   */
  readonly writable: boolean;
  /** Whether a new row must be given a value: it cannot be null, and neither a default nor the database gives it one. */
  readonly required: boolean;
  /** What its validators ask of a value, in words: `2 to 40 characters`. */
  readonly rules: readonly string[];
}

/**
 * `secret`: its name says so, such as `passwordHash`. `scope`: the default scope leaves it out. `virtual`: a VIRTUAL without
 * a type. `type`: KinQL cannot carry its values. `name`: no column can be selected under its name. `repeated`: another
 * attribute has its column already. `configured`: the options say so.
 */
export type HiddenReason = 'secret' | 'scope' | 'virtual' | 'type' | 'name' | 'repeated' | 'configured';

export interface CatalogKey {
  readonly attributes: readonly string[];
  readonly primary: boolean;
  /** Whether one of its attributes may be null, so that not every row can be found by it. */
  readonly nullable: boolean;
}

/** A scope of a model: its default scope, or the one of a scoped clone. */
export interface CatalogScope {
  /** Whether it narrows the rows. */
  readonly narrows: boolean;
  /** The parts beside `where` that narrow them, as in the scope: such rows are looked for by the model's key. */
  readonly byKey: readonly string[];
  /** The names under which its `include` adds rows of other models, which code of the model may read. */
  readonly includes: readonly string[];
  /** The attributes that it wants to be null. */
  readonly absent: readonly string[];
  readonly order: readonly CatalogOrder[];
  /** Parts that are not served and hide nothing, such as `limit`, named as in the scope. */
  readonly ignored: readonly string[];
  /** Parts that cannot be served though they may hide rows. */
  readonly hides: readonly UnservedPart[];
}

/** A scope of a model by its name. */
export interface CatalogNamedScope {
  readonly name: string;
  /** How many parameters it has before the first optional one, where it is a function; else null. */
  readonly parameters: number | null;
  /** What it says of the rows; null for a function, which says it when it is called. */
  readonly scope: CatalogScope | null;
  /** How clients may ask for it; null where the options do not let them. */
  readonly offer: ScopeOffer | null;
}

export interface ScopeOffer {
  readonly description: string | null;
  /** The arguments of a function, in its order. */
  readonly arguments: readonly ScopeArgument[];
  /** Whether the default scope does not apply where this one is asked for. */
  readonly replacesDefault: boolean;
}

export interface ScopeArgument {
  readonly name: string;
  /** As GraphQL writes it: `[ID!]!`. */
  readonly type: string;
}

/**
 * `include`: Sequelize itself refuses it. `group`: it does not name the primary key, so that what it gives are no rows.
 * `having`: it stands without a `group`.
 */
export type UnservedPart = 'include' | 'group' | 'having';

export interface CatalogOrder {
  readonly attribute: string;
  readonly direction: 'ASC' | 'DESC';
}

export type AssociationKind = 'belongsTo' | 'hasOne' | 'hasMany' | 'belongsToMany';

export interface CatalogAssociation {
  /** `Task.owner` for a declared one, `inverse of Task.owner` for an inferred one. Unique in the catalog. */
  readonly id: string;
  readonly kind: AssociationKind;
  /** The name under which the source model declares it; for an inferred one, the alias of the belongsTo it mirrors. */
  readonly alias: string;
  /** Whether the alias was given (`as`) or follows from the target's name. */
  readonly aliased: boolean;
  readonly source: string;
  readonly target: string;
  /** The source's attribute whose value is looked for: a belongsTo's foreign key, a hasMany's source key. */
  readonly sourceAttribute: string;
  /** The target's attribute in which it is looked for: a belongsTo's target key, a hasMany's foreign key. */
  readonly targetAttribute: string;
  readonly inferred: boolean;
  /**
   * Whether the target's rows are not those of the model's own default scope: there is a `scope`, the target is a scoped
   * clone, or the default scope wants no key where the association goes by one (`parentId: null`, and the children of a row).
   */
  readonly narrowed: boolean;
  /** The association's `scope`, where it is nothing but constants; else null. */
  readonly scopeValues: Discriminator | null;
  /** The scope of the target, where that is a clone of the model: `.scope()`, `.unscoped()`, `.schema()`; else null. */
  readonly targetScope: CatalogScope | null;
  /** Whether the key of a belongsTo may name rows of several models. */
  readonly polymorphic: boolean;
  /** For a polymorphic one, what the source's attributes hold where the key names a row of this target; null: not known. */
  readonly discriminator: Discriminator | null;
  /** Whether the foreign key has a constraint in the database, by what the models say (`references` is set). */
  readonly constrained: boolean;
  readonly onDelete: string | null;
  readonly onUpdate: string | null;
  /** The table between the two, for belongsToMany. */
  readonly through: CatalogThrough | null;
  /** What the association was given that KinQL's user should hear about; judged by `checkCatalog`. */
  readonly oddities: readonly AssociationOddity[];
}

/** Attributes, and the constants that they hold. */
export type Discriminator = Readonly<Record<string, string | number | boolean>>;

export interface CatalogThrough {
  readonly model: string;
  readonly sourceAttribute: string;
  readonly targetAttribute: string;
  /** The scope of the through model, or of the clone of it that was given. */
  readonly scope: CatalogScope;
}

/**
 * Facts about an association that make it wrong or partly served. `uniqueKey`: the option was given to a belongsTo.
 * `foreignInstance`: the target belongs to another Sequelize instance. `staleTarget`: the target was initialised again
 * after the association was made. `compositeTarget`: the target's primary key has several columns and no target key was
 * given. `badAlias`: `as` is not a string. `hidingScope`: the target is a scoped clone whose scope leaves out attributes that
 * the model shows.
 */
export type AssociationOddity =
  | 'uniqueKey'
  | 'foreignInstance'
  | 'staleTarget'
  | 'compositeTarget'
  | 'badAlias'
  | 'hidingScope';

/**
 * Whether the model's code behind the attribute may read what the default scope includes (`this.user.name`): it is computed,
 * and does not say from which columns.
 */
export function mayReadIncluded({ defaultScope }: CatalogModel, attribute: CatalogAttribute): boolean {
  return attribute.computed && attribute.computedFrom === null && defaultScope.includes.length > 0;
}

/** Whether an association of the kind leads to a list. */
export function isToMany(kind: AssociationKind): boolean {
  return kind === 'hasMany' || kind === 'belongsToMany';
}

/** Finds a model by name; a catalog that was checked has every model that its associations name. */
export function getModel(catalog: Catalog, name: string): CatalogModel {
  const model = catalog.models.find((candidate) => candidate.name === name);
  if (model === undefined) {
    throw new Error(`KinQL invariant: no model ${name} in the catalog`);
  }
  return model;
}

export function findAttribute(model: CatalogModel, name: string): CatalogAttribute | undefined {
  return model.attributes.find((attribute) => attribute.name === name);
}

export function getAttribute(model: CatalogModel, name: string): CatalogAttribute {
  const attribute = findAttribute(model, name);
  if (attribute === undefined) {
    throw new Error(`KinQL invariant: no attribute ${name} on ${model.name}`);
  }
  return attribute;
}

/**
 * Whether clients see the attribute's values as text because its model's code may make anything of them: a getter turns a
 * text into what is written in it, and an instant into the way in which people write it.
 */
export function isShownAsText({ computed, stored, kind }: CatalogAttribute): boolean {
  return computed && (kind === 'text' || (stored && ['date', 'dateTime', 'time'].includes(kind)));
}

const keylessKinds: readonly AttributeKind[] = [
  ...(['json', 'bytes', 'keyValue', 'geometry', 'array', 'range', 'custom', 'unsupported'] as const),
];

/** Whether rows can be looked for by a value of this kind. */
export function isKeyKind(kind: AttributeKind): boolean {
  return !keylessKinds.includes(kind);
}

/** Whether the values are words that a text is searched by (TSVECTOR), rather than a text. */
export function isSearchVector({ kind, sqlType }: CatalogType): boolean {
  return kind === 'text' && sqlType === 'TSVECTOR';
}

/** The type of a single value: of what an array holds, however deep, and else the type itself. */
export function innermostType(type: CatalogType): CatalogType {
  return type.kind === 'array' && type.element !== null ? innermostType(type.element) : type;
}

/** Whether at most one row can have a given value in this attribute, by what the model declares. */
export function isUniqueAttribute(model: CatalogModel, attribute: string): boolean {
  return model.keys.some((key) => key.attributes.length === 1 && key.attributes[0] === attribute);
}

/** The key by which a row is told from every other: the primary key, else the first unique key without nulls, else null. */
export function identifyingKey(model: CatalogModel): CatalogKey | null {
  return model.keys.find((key) => key.primary) ?? model.keys.find((key) => !key.nullable) ?? null;
}
