import { attributeKind } from './attribute-kind.ts';
import type { AttributeKind, CatalogType } from './catalog.ts';
import type { SequelizeDataType } from './sequelize-internals.ts';

/** Types that only Postgres has columns of; a VIRTUAL may have them anywhere. */
const postgresOnly = ['ARRAY', 'RANGE', 'HSTORE', 'GEOGRAPHY'];

/** By dialect, the types that it has no columns of. */
const missingTypes: Readonly<Record<string, readonly (string | undefined)[]>> = {
  mysql: postgresOnly,
  mariadb: postgresOnly,
  sqlite: [...postgresOnly, 'GEOMETRY', 'TSVECTOR'],
};

const rangeBounds: readonly AttributeKind[] = ['integer', 'bigInteger', 'decimal', 'dateTime', 'date'];

/** A Sequelize data type as plain data, with the types that it is made of. `stored`: whether a column holds the values. */
export function introspectType(
  type: SequelizeDataType | string | undefined,
  dialect: string,
  stored: boolean,
): CatalogType {
  const kind = attributeKind(type, dialect);
  if (type === undefined || typeof type === 'string') {
    return {
      kind,
      sqlType: type ?? 'VIRTUAL',
      enumValues: [],
      element: null,
      customName: type === undefined ? null : firstWord(type),
    };
  }
  const inner = innerType(type, kind);
  const element = inner === undefined ? null : introspectType(inner, dialect, stored);
  return {
    kind: isCarried(type, kind, element, dialect, stored) ? kind : 'unsupported',
    sqlType: printType(type),
    enumValues: (type.values ?? []).map(String),
    element,
    customName: kind === 'custom' ? customName(type) : null,
  };
}

function innerType(type: SequelizeDataType, kind: AttributeKind): SequelizeDataType | string | undefined {
  switch (kind) {
    case 'array':
      return type.type;
    case 'range':
      return type.options?.subtype;
    default:
      return undefined;
  }
}

/** An array of geometries has separators and elements of its own in every version of PostGIS. */
function isCarried(
  { key }: SequelizeDataType,
  kind: AttributeKind,
  element: CatalogType | null,
  dialect: string,
  stored: boolean,
): boolean {
  if (stored && missingTypes[dialect]?.includes(key)) {
    return false;
  }
  switch (kind) {
    case 'array':
      return element !== null && element.kind !== 'unsupported' && !(stored && element.kind === 'geometry');
    case 'range':
      return element !== null && rangeBounds.includes(element.kind);
    default:
      return true;
  }
}

/** A data type without a key of its own has the one of the abstract data type. */
function customName(type: SequelizeDataType): string {
  return type.key === undefined || type.key === 'ABSTRACT' ? type.constructor.name : type.key;
}

/** `tsquery` of `TSQUERY NOT NULL`, `vector` of `vector(3)`: types are the same in capitals. */
function firstWord(sqlType: string): string {
  return /[\p{L}\p{N}_]+/u.exec(sqlType)?.[0].toLowerCase() ?? sqlType;
}

/** MySQL's ENUM asks for an escape function to print its labels with; an ARRAY has none to give to what it holds. */
function printType(type: SequelizeDataType | string): string {
  if (typeof type === 'string') {
    return type;
  }
  if (type.key === 'ARRAY' && type.type !== undefined) {
    return `${printType(type.type)}[]`;
  }
  return type.toSql?.({ escape: (label) => `'${label}'` }) ?? String(type.key);
}
