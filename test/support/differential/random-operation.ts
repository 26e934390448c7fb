import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputObjectType,
  type GraphQLObjectType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isObjectType,
} from 'graphql';
import { orderName } from './cursors.ts';
import { type Meaning, meaningOf, memberOf } from './meaning.ts';
import { type AttributeSpec, getAttribute, getModel, type ModelSpec } from './model-set.ts';
import { type Argument, Label, type Selection } from './operation.ts';
import {
  keyInput,
  leftOut,
  type OperationSource,
  operand,
  randomFilter,
  randomRow,
  randomWhere,
} from './random-where.ts';

/** Makes a valid operation by a random walk over the schema. */
export function randomOperation(source: OperationSource): readonly Selection[] {
  const { random, schema } = source;
  const query = schema.getQueryType() as GraphQLObjectType;
  return select(source, query, null, { depth: random.between(1, 3), most: 2 });
}

interface Extent {
  /** How many levels of objects may follow. */
  readonly depth: number;
  readonly most: number;
}

function select(
  source: OperationSource,
  type: GraphQLObjectType,
  model: ModelSpec | null,
  { depth, most }: Extent,
  form: Meaning['form'] | null = null,
): Selection[] {
  const { random } = source;
  const fields = Object.values(type.getFields()).filter(
    (field) => !leftOut.has(field.name) && (depth > 0 || !isObjectType(getNamedType(field.type))),
  );
  const selections: Selection[] = [];
  for (const field of random.some(fields, random.between(1, most))) {
    const selection = selectField(source, type, field, model, depth, form);
    if (selection !== null) {
      selections.push(selection);
      // The same field once more, under another name and with other arguments.
      const again =
        field.args.length > 0 && random.chance(0.15)
          ? selectField(source, type, field, model, depth, form)
          : null;
      if (again !== null) {
        selections.push({ ...again, as: `${field.name}Again` });
      }
    }
  }
  return selections.length > 0 ? selections : [typeName];
}

const typeName: Selection = { name: '__typename', as: '__typename', arguments: {}, type: '', selections: [] };

function selectField(
  source: OperationSource,
  type: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  model: ModelSpec | null,
  depth: number,
  form: Meaning['form'] | null,
): Selection | null {
  const { random, set } = source;
  const named = getNamedType(field.type);
  const meaning: Meaning =
    form === null
      ? meaningOf(set, model, field.name)
      : field.name === 'through'
        ? { form: 'row', model: getModel(set, named.name) }
        : memberOf(set, model as ModelSpec, form, field.name);
  const args = randomArguments(source, field, meaning);
  const as = random.chance(0.1) ? `${field.name}As` : field.name;
  if (!isObjectType(named)) {
    return { name: field.name, as, arguments: args, type: '', selections: [] };
  }
  if (meaning.form === 'attribute') {
    const parts = random.some(Object.keys(named.getFields()), random.between(1, 3));
    const leaf = (name: string): Selection => ({ ...typeName, name, as: name });
    return { name: field.name, as, arguments: {}, type: named.name, selections: parts.map(leaf) };
  }
  // Only rows are a level; a connection and its parts are none.
  const isLevel = meaning.form === 'row' && type.name !== 'Query';
  const next = { depth: isLevel ? depth - 1 : depth, most: meaning.form === 'row' ? 5 : 4 };
  const inner = select(source, named, meaning.model, next, meaning.form === 'row' ? null : meaning.form);
  return { name: field.name, as, arguments: args, type: named.name, selections: inner };
}

function randomArguments(
  source: OperationSource,
  field: GraphQLField<unknown, unknown>,
  { model, association }: Meaning,
): Record<string, Argument> {
  const { random } = source;
  const given: Record<string, unknown> = {};
  const byName = new Map(field.args.map((arg) => [arg.name, arg]));
  const inputOf = (name: string): GraphQLInputObjectType =>
    getNamedType((byName.get(name) as GraphQLArgument).type) as GraphQLInputObjectType;
  if (model === null) {
    return {};
  }
  if (byName.has('by')) {
    given.by = randomGroupBy(source, inputOf('by'), model);
    if (random.chance(0.5)) {
      given.having = randomHaving(source, inputOf('having'), model, 2);
    }
    if (random.chance(0.6)) {
      given.orderBy = randomGroupOrder(source, inputOf('orderBy'), model, given.by as object[]);
    }
  } else if (byName.has('orderBy') && random.chance(0.6)) {
    given.orderBy = random.list(random.between(0, 3), () =>
      randomOrderTerm(source, inputOf('orderBy'), model, 2),
    );
  }
  if (byName.has('where') && random.chance(0.6)) {
    given.where = randomWhere(source, inputOf('where'), model, 3);
  }
  if (byName.has('through') && random.chance(0.4)) {
    const link = getModel(source.set, association?.through?.model as string);
    given.through = randomWhere(source, inputOf('through'), link, 2);
  }
  if (byName.has('limit') && random.chance(0.4)) {
    given.limit = random.between(0, 15);
  }
  if (byName.has('offset') && random.chance(0.25)) {
    given.offset = random.between(0, 5);
  }
  if (byName.has('first')) {
    Object.assign(given, randomPage(source, model, given.orderBy));
    if (given.orderBy === undefined) {
      delete given.orderBy;
    }
  }
  for (const arg of field.args) {
    if (arg.name === 'key') {
      given.key = randomKey(source, inputOf('key'), model);
    } else if (!(arg.name in given) && !pageArguments.has(arg.name) && !leftOut.has(arg.name)) {
      given[arg.name] = keyInput(source, model, arg.name, randomRow(source, model));
    }
  }
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, { type: String(byName.get(name)?.type), value }]),
  );
}

const pageArguments = new Set([
  'where',
  'orderBy',
  'limit',
  'offset',
  'first',
  'last',
  'after',
  'before',
  'by',
  'having',
  'key',
  'through',
]);

function randomPage(
  { random, cursors }: OperationSource,
  model: ModelSpec,
  orderBy: unknown,
): Record<string, unknown> {
  const page: Record<string, unknown> = { orderBy };
  const orders = cursors.ordersOf(model.name);
  if (orders.length > 0 && random.chance(0.5)) {
    page.orderBy = random.pick(orders);
  }
  const known = cursors.of(model.name, orderName(page.orderBy));
  if (known.length > 0) {
    for (const name of ['after', 'before']) {
      if (random.chance(0.4)) {
        page[name] = random.pick(known);
      }
    }
  }
  const size = random.pick(['first', 'last', null]);
  if (size !== null) {
    page[size] = random.between(0, 15);
  }
  return page;
}

function randomKey(source: OperationSource, type: GraphQLInputObjectType, model: ModelSpec): unknown {
  const field = source.random.pick(Object.values(type.getFields()));
  const row = randomRow(source, model);
  const inner = getNamedType(field.type);
  return {
    [field.name]: isInputObjectType(inner)
      ? Object.fromEntries(
          Object.keys(inner.getFields()).map((name) => [name, keyInput(source, model, name, row)]),
        )
      : keyInput(source, model, field.name, row),
  };
}

function randomOrderTerm(
  source: OperationSource,
  type: GraphQLInputObjectType,
  model: ModelSpec,
  depth: number,
): object {
  const { random, set } = source;
  const fields = Object.values(type.getFields()).filter(
    // The order of connecting rows has tests of its own; the reference does not know it.
    ({ name, type: own }) => name !== 'through' && (depth > 0 || isEnumType(getNullableType(own))),
  );
  const { name, type: termType } = random.pick(fields);
  const inner = getNamedType(termType);
  if (isEnumType(inner)) {
    return { [name]: new Label(random.pick(inner.getValues()).name) };
  }
  const meaning = meaningOf(set, model, name);
  if (meaning.form === 'row' && meaning.isList !== true) {
    return {
      [name]: randomOrderTerm(source, inner as GraphQLInputObjectType, meaning.model as ModelSpec, depth - 1),
    };
  }
  return { [name]: { count: randomDirection(source) } };
}

function randomDirection({ random, schema }: OperationSource): Label {
  const type = schema.getType('OrderDirection');
  if (!isEnumType(type)) {
    throw new Error('The schema has no OrderDirection.');
  }
  return new Label(random.pick(type.getValues()).name);
}

function randomGroupBy(
  { random }: OperationSource,
  type: GraphQLInputObjectType,
  _model: ModelSpec,
): object[] {
  return random.some(Object.values(type.getFields()), random.between(1, 2)).map(({ name, type: unit }) => {
    const units = getNamedType(unit);
    return { [name]: new Label(isEnumType(units) ? random.pick(units.getValues()).name : '') };
  });
}

function randomGroupOrder(
  source: OperationSource,
  type: GraphQLInputObjectType,
  _model: ModelSpec,
  by: readonly object[],
): object[] {
  const { random } = source;
  return random.list(random.between(0, 2), () => {
    const field = random.pick(Object.values(type.getFields()));
    const inner = getNamedType(field.type);
    if (!isInputObjectType(inner)) {
      return { [field.name]: randomDirection(source) };
    }
    const name =
      field.name === 'keys' ? Object.keys(random.pick(by))[0] : random.pick(Object.keys(inner.getFields()));
    return { [field.name]: { [name as string]: randomDirection(source) } };
  });
}

function randomHaving(
  source: OperationSource,
  type: GraphQLInputObjectType,
  model: ModelSpec,
  depth: number,
): object {
  const { random } = source;
  const having: Record<string, unknown> = {};
  const fields = Object.values(type.getFields()).filter(
    ({ name }) => depth > 0 || !['and', 'or', 'not'].includes(name),
  );
  for (const field of random.some(fields, random.between(0, 2))) {
    const inner = getNamedType(field.type) as GraphQLInputObjectType;
    if (field.name === 'and' || field.name === 'or') {
      having[field.name] = random.list(random.between(0, 2), () =>
        randomHaving(source, type, model, depth - 1),
      );
    } else if (field.name === 'not') {
      having.not = randomHaving(source, type, model, depth - 1);
    } else if (field.name === 'count') {
      having.count = randomFilter(source, inner, () => random.between(0, 4));
    } else {
      having[field.name] = Object.fromEntries(
        random
          .some(Object.values(inner.getFields()), random.between(0, 2))
          .map(({ name, type: filterType }) => [
            name,
            randomFilter(source, getNamedType(filterType) as GraphQLInputObjectType, () =>
              aggregateOperand(source, model, field.name, getAttribute(model, name)),
            ),
          ]),
      );
    }
  }
  return having;
}

/** A value near what the aggregate gives. */
function aggregateOperand(
  source: OperationSource,
  model: ModelSpec,
  of: string,
  attribute: AttributeSpec,
): unknown {
  const { random } = source;
  if (of === 'countDistinct') {
    return random.between(0, 3);
  }
  if (of === 'min' || of === 'max') {
    return operand(source, model, attribute);
  }
  const value = randomRow(source, model)?.[attribute.name] ?? 1;
  if (attribute.kind === 'float' || attribute.kind === 'real') {
    return value;
  }
  return of === 'avg' && random.chance(0.2) ? '0.5' : String(value);
}
