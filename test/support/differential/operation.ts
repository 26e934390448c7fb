import type { Random } from './random.ts';

/** An operation as a tree; its arguments are values as variables have them, but for enum values. */
export interface Selection {
  readonly name: string;
  /** The name in the response. */
  readonly as: string;
  readonly arguments: Readonly<Record<string, Argument>>;
  /** The type that `selections` are selected on; empty for a leaf. */
  readonly type: string;
  readonly selections: readonly Selection[];
}

export interface Argument {
  readonly type: string;
  readonly value: unknown;
}

/** A value of an enum: unquoted in a literal, a string in a variable. */
export class Label {
  readonly label: string;

  constructor(label: string) {
    this.label = label;
  }

  toJSON(): string {
    return this.label;
  }

  toString(): string {
    return this.label;
  }
}

export interface PrintedOperation {
  readonly source: string;
  readonly variables: Record<string, unknown>;
}

/** Writes an operation with whichever of GraphQL's forms the choices give: literals, variables, fragments, doubled fields. */
export function printOperation(selections: readonly Selection[], random: Random): PrintedOperation {
  const variables: Record<string, unknown> = {};
  const declarations: string[] = [];
  const fragments: string[] = [];
  const printArgument = ([name, { type, value }]: [string, Argument]): string => {
    if (!random.chance(0.3)) {
      return `${name}: ${printLiteral(value)}`;
    }
    const variable = `v${declarations.length}`;
    declarations.push(`$${variable}: ${type}`);
    variables[variable] = JSON.parse(JSON.stringify(value));
    return `${name}: $${variable}`;
  };
  const print = ({ name, as, arguments: args, type, selections: inner }: Selection): string => {
    const printed = Object.entries(args).map(printArgument);
    return [
      as === name ? name : `${as}: ${name}`,
      printed.length === 0 ? '' : `(${printed.join(', ')})`,
      inner.length === 0 ? '' : ` ${printSet(inner, type)}`,
    ].join('');
  };
  const printSet = (inner: readonly Selection[], type: string): string => {
    const parts = inner.map(print);
    const [first] = parts;
    if (random.chance(0.1)) {
      return `{ ... on ${type} { ${parts.join(' ')} } ${first} }`;
    }
    if (random.chance(0.1)) {
      const fragment = `F${fragments.length}`;
      fragments.push(`fragment ${fragment} on ${type} { ${parts.join(' ')} }`);
      return random.chance(0.5) ? `{ ...${fragment} }` : `{ ${first} ...${fragment} }`;
    }
    return `{ ${parts.join(' ')} }`;
  };
  const body = printSet(selections, 'Query');
  const head = declarations.length === 0 ? '' : `query (${declarations.join(', ')}) `;
  return { source: [head + body, ...fragments].join('\n'), variables };
}

function printLiteral(value: unknown): string {
  if (value instanceof Label) {
    return value.label;
  }
  if (Array.isArray(value)) {
    return `[${value.map(printLiteral).join(', ')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    return `{ ${Object.entries(value)
      .map(([name, item]) => `${name}: ${printLiteral(item)}`)
      .join(', ')} }`;
  }
  return JSON.stringify(value);
}
