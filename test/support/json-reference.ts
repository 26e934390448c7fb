/** What a filter on a JSON value means, without a database. `undefined` stands for nothing at a path. */
export function meetsJson(value: unknown, filter: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(filter).every(([operator, operand]) => {
    switch (operator) {
      case 'path':
        return true;
      case 'at':
        return (operand as { readonly path: readonly string[] }[]).every((part) =>
          meetsJson(follow(value, part.path), part),
        );
      case 'text':
        return typeof value === 'string' && meetsText(value, operand as Record<string, string>);
      default:
        return meets(value, operator, operand);
    }
  });
}

function follow(value: unknown, path: readonly string[]): unknown {
  return path.reduce((found: unknown, element) => {
    if (Array.isArray(found)) {
      return /^(0|[1-9]\d*)$/.test(element) ? found[Number(element)] : undefined;
    }
    return isObject(found) && Object.hasOwn(found, element) ? found[element] : undefined;
  }, value);
}

function meets(value: unknown, operator: string, operand: unknown): boolean {
  const isNull = value === undefined || value === null;
  switch (operator) {
    case 'isNull':
      return isNull === operand;
    case 'eq':
      return operand === null ? isNull : equals(value, operand);
    case 'ne':
      return !meets(value, 'eq', operand);
    case 'in':
      return (operand as unknown[]).some((item) => meets(value, 'eq', item));
    case 'notIn':
      return !meets(value, 'in', operand);
    case 'contains':
      return (
        contains(value, operand) ||
        (!isStructure(operand) && Array.isArray(value) && value.some((item) => equals(item, operand)))
      );
    case 'hasKey':
      return isObject(value) && Object.hasOwn(value, operand as string);
    default: {
      const order = compare(value, operand);
      return order !== undefined && (orders[operator] as (order: number) => boolean)(order);
    }
  }
}

const orders: Readonly<Record<string, (order: number) => boolean>> = {
  lt: (order) => order < 0,
  lte: (order) => order <= 0,
  gt: (order) => order > 0,
  gte: (order) => order >= 0,
};

function compare(left: unknown, right: unknown): number | undefined {
  if (typeof left === 'number' && typeof right === 'number') {
    return left - right;
  }
  return typeof left === 'string' && typeof right === 'string'
    ? Buffer.compare(Buffer.from(left), Buffer.from(right))
    : undefined;
}

function meetsText(text: string, filter: Readonly<Record<string, string>>): boolean {
  const lower = text.toLowerCase();
  return Object.entries(filter).every(([operator, operand]) => {
    const lowerOperand = operand.toLowerCase();
    switch (operator) {
      case 'contains':
        return text.includes(operand);
      case 'startsWith':
        return text.startsWith(operand);
      case 'endsWith':
        return text.endsWith(operand);
      case 'iContains':
        return lower.includes(lowerOperand);
      case 'iStartsWith':
        return lower.startsWith(lowerOperand);
      case 'iEndsWith':
        return lower.endsWith(lowerOperand);
      default:
        throw new Error(`${operator} has no meaning here`);
    }
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return isStructure(value) && !Array.isArray(value);
}

function isStructure(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function equals(left: unknown, right: unknown): boolean {
  if (!isStructure(left) || !isStructure(right)) {
    return left === right;
  }
  const keys = Object.keys(left);
  return (
    Array.isArray(left) === Array.isArray(right) &&
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && equals(memberOf(left, key), memberOf(right, key)))
  );
}

function contains(value: unknown, part: unknown): boolean {
  if (Array.isArray(part)) {
    return Array.isArray(value) && part.every((item) => value.some((element) => contains(element, item)));
  }
  if (isObject(part)) {
    return (
      isObject(value) &&
      Object.keys(part).every((key) => Object.hasOwn(value, key) && contains(value[key], memberOf(part, key)))
    );
  }
  return equals(value, part);
}

function memberOf(value: object, key: string): unknown {
  return (value as Readonly<Record<string, unknown>>)[key];
}
