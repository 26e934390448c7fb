import { compareValues } from './compare-values.ts';
import { type Cursors, orderName } from './cursors.ts';
import { CursorOf } from './expected.ts';
import { meaningOf } from './meaning.ts';
import {
  type AssociationSpec,
  type AttributeSpec,
  getAttribute,
  getModel,
  type ModelSet,
  type ModelSpec,
  type ThroughSpec,
} from './model-set.ts';
import type { Selection } from './operation.ts';
import { holds, linked } from './reference-filter.ts';
import { aggregate, groupRows } from './reference-groups.ts';
import { rowOrder } from './reference-order.ts';
import type { Data, Row } from './rows.ts';
import type { PrintedRange } from './structures.ts';
import type { TextRules } from './text-rules.ts';
import { type Kind, printValue, type Value } from './values.ts';

/** Rows of a list where nobody says how many, and the most of them. */
export const pageSize = { default: 7, max: 12 };

/** A row that a belongsToMany leads to, and the row of the through model that connects. */
export interface Linked {
  readonly link: Row;
  readonly target: Row;
}

type Arguments = Readonly<Record<string, unknown>>;

/**
 * Answers operations from rows in memory, one row at a time, by the rules of the documentation. It shares nothing with what
 * it is compared with but the models, and takes from the database only how texts compare.
 */
export class Reference {
  readonly set: ModelSet;
  readonly rules: TextRules;
  readonly #data: Data;
  readonly #cursors: Cursors;
  readonly #related = new Map<AssociationSpec, WeakMap<Row, readonly Row[]>>();

  constructor(set: ModelSet, data: Data, rules: TextRules, cursors: Cursors) {
    this.set = set;
    this.rules = rules;
    this.#data = data;
    this.#cursors = cursors;
  }

  answer(selections: readonly Selection[]): Record<string, unknown> {
    return this.#answerFields(null, null, selections, 'Query');
  }

  /** The rows that an association leads to, in the default order of its target. */
  related(model: ModelSpec, row: Row, association: AssociationSpec): readonly Row[] {
    const known = this.#related.get(association) ?? new WeakMap<Row, readonly Row[]>();
    this.#related.set(association, known);
    let rows = known.get(row);
    if (rows === undefined) {
      rows = this.#findRelated(model, row, association);
      known.set(row, rows);
    }
    return rows;
  }

  #findRelated(model: ModelSpec, row: Row, association: AssociationSpec): readonly Row[] {
    if (association.through !== null) {
      return this.links(model, row, association).map(({ target }) => target);
    }
    const target = getModel(this.set, association.target);
    const { kind } = getAttribute(target, association.targetAttribute);
    const key = row[association.sourceAttribute];
    return this.#isDiscriminated(row, association)
      ? (this.#data.targets.get(association) ?? [])
          .filter((candidate) => this.#isSame(kind, key, candidate[association.targetAttribute]))
          .sort(rowOrder(this, target, undefined))
      : [];
  }

  /** What stands beside a polymorphic key is told apart to the letter, whatever texts the database takes for equal. */
  #isDiscriminated(row: Row, { kind, discriminator = {} }: AssociationSpec): boolean {
    return kind !== 'belongsTo' || Object.entries(discriminator).every(([own, value]) => row[own] === value);
  }

  /** The rows that a belongsToMany leads to, each with the through model's row, in the default order of the target. */
  links(model: ModelSpec, row: Row, association: AssociationSpec): readonly Linked[] {
    const { sourceAttribute, targetAttribute } = association;
    const through = association.through as ThroughSpec;
    const target = getModel(this.set, association.target);
    const { kind } = getAttribute(model, sourceAttribute);
    const candidates = this.#data.targets.get(association) ?? [];
    const targetKind = getAttribute(target, targetAttribute).kind;
    const order = rowOrder(this, target, undefined);
    return (this.#data.links.get(association) ?? [])
      .filter((link) => this.#isSame(kind, link[through.sourceAttribute], row[sourceAttribute]))
      .flatMap((link) =>
        candidates
          .filter((candidate) =>
            this.#isSame(targetKind, link[through.targetAttribute], candidate[targetAttribute]),
          )
          .map((candidate) => ({ link, target: candidate })),
      )
      .sort((left, right) => order(left.target, right.target));
  }

  #isSame(kind: Kind, left: Value | null | undefined, right: Value | null | undefined): boolean {
    return (
      left !== null &&
      left !== undefined &&
      right !== null &&
      right !== undefined &&
      compareValues(this.rules, kind, left, right) === 0
    );
  }

  #answerFields(
    model: ModelSpec | null,
    row: Row | null,
    selections: readonly Selection[],
    type: string,
  ): Record<string, unknown> {
    return Object.fromEntries(
      selections.map((selection) => [
        selection.as,
        selection.name === '__typename' ? type : this.#answerField(model, row, selection),
      ]),
    );
  }

  #answerField(model: ModelSpec | null, row: Row | null, selection: Selection): unknown {
    const {
      form,
      model: target,
      attribute,
      association,
      isList,
    } = meaningOf(this.set, model, selection.name);
    const args: Arguments = Object.fromEntries(
      Object.entries(selection.arguments).map(([name, { value }]) => [name, value]),
    );
    if (form === 'attribute') {
      const { name, kind, isId } = attribute as AttributeSpec;
      const value = row?.[name] ?? null;
      const printed = value === null ? null : printValue(kind, isId, value);
      return kind === 'range' && printed !== null ? answerRange(printed as PrintedRange, selection) : printed;
    }
    const to = target as ModelSpec;
    const links =
      association === undefined || association.through === null
        ? []
        : linked(this, model as ModelSpec, row as Row, association, args.through);
    const rows =
      association === undefined
        ? (this.#data.rows.get(to.name) ?? [])
        : association.through === null
          ? this.related(model as ModelSpec, row as Row, association)
          : links.map((pair) => pair.target);
    if (form === 'row' && isList !== true) {
      const one = association === undefined ? this.#findByKey(to, args) : rows[0];
      return one === undefined ? null : this.#answerRow(to, one, selection);
    }
    const filtered =
      args.where === undefined ? rows : rows.filter((candidate) => holds(this, to, candidate, args.where));
    const limit = (wished: unknown): number =>
      Math.min(typeof wished === 'number' ? wished : pageSize.default, pageSize.max);
    switch (form) {
      case 'aggregate':
        return this.#aggregate(to, filtered, selection);
      case 'groups':
        return withTypes(
          groupRows(this, to, filtered, args, selection.selections, limit(args.limit)),
          selection,
        );
      case 'connection':
        return this.#answerConnection(to, filtered, args, limit(args.first ?? args.last), selection, links);
      default: {
        const offset = typeof args.offset === 'number' ? args.offset : 0;
        return [...filtered]
          .sort(rowOrder(this, to, args.orderBy))
          .slice(offset, offset + limit(args.limit))
          .map((found) => this.#answerRow(to, found, selection));
      }
    }
  }

  #answerRow(model: ModelSpec, row: Row, { selections, type }: Selection): unknown {
    return this.#answerFields(model, row, selections, type);
  }

  #aggregate(model: ModelSpec, rows: readonly Row[], selection: Selection): unknown {
    return withTypes([aggregate(this, model, rows, selection.selections)], selection)[0];
  }

  #findByKey(model: ModelSpec, args: Arguments): Row | undefined {
    const key = (args.key ?? args) as Arguments;
    const [only] = Object.values(key);
    const parts = (
      Object.keys(key).length === 1 && typeof only === 'object' && only !== null ? only : key
    ) as Arguments;
    return (this.#data.rows.get(model.name) ?? []).find((row) =>
      holds(this, model, row, Object.fromEntries(Object.entries(parts).map(([name, eq]) => [name, { eq }]))),
    );
  }

  #answerConnection(
    model: ModelSpec,
    rows: readonly Row[],
    args: Arguments,
    limit: number,
    selection: Selection,
    links: readonly Linked[],
  ): unknown {
    const compare = rowOrder(this, model, args.orderBy);
    const placeOf = (cursor: unknown): Row =>
      this.#cursors.rowOf(model.name, orderName(args.orderBy), cursor as string);
    const between = [...rows]
      .sort(compare)
      .filter((row) => args.after === undefined || compare(row, placeOf(args.after)) > 0)
      .filter((row) => args.before === undefined || compare(row, placeOf(args.before)) < 0);
    const isBackwards = typeof args.last === 'number';
    const page = isBackwards ? between.slice(Math.max(between.length - limit, 0)) : between.slice(0, limit);
    const isCut = between.length > page.length;
    const cursorOf = (row: Row | undefined) =>
      row === undefined ? null : new CursorOf(model.name, args.orderBy, row);
    // Beyond a cursor there is at least the row that it was taken from.
    const pageInfo: Readonly<Record<string, unknown>> = {
      hasNextPage: isBackwards ? args.before !== undefined : isCut,
      hasPreviousPage: isBackwards ? isCut : args.after !== undefined,
      startCursor: cursorOf(page[0]),
      endCursor: cursorOf(page.at(-1)),
    };
    const answerPart = (part: Selection): unknown => {
      switch (part.name) {
        case '__typename':
          return selection.type;
        case 'totalCount':
          return rows.length;
        case 'aggregate':
          return this.#aggregate(model, rows, part);
        case 'nodes':
          return page.map((row) => this.#answerRow(model, row, part));
        case 'pageInfo':
          return Object.fromEntries(
            part.selections.map(({ name, as }) => [as, name === '__typename' ? part.type : pageInfo[name]]),
          );
        case 'edges':
          return page.map((row) =>
            Object.fromEntries(
              part.selections.map((field) => {
                const edge = {
                  cursor: () => cursorOf(row),
                  node: () => this.#answerRow(model, row, field),
                  through: () => {
                    const { link } = links.find(({ target }) => target === row) as Linked;
                    return this.#answerRow(getModel(this.set, field.type), link, field);
                  },
                  __typename: () => part.type,
                };
                return [field.as, edge[field.name as keyof typeof edge]()];
              }),
            ),
          );
        default:
          throw new Error(`The reference knows no field ${part.name} on a connection.`);
      }
    };
    return Object.fromEntries(selection.selections.map((part) => [part.as, answerPart(part)]));
  }
}

function answerRange(range: PrintedRange, { selections, type }: Selection): Record<string, unknown> {
  return Object.fromEntries(
    selections.map(({ name, as }) => [as, name === '__typename' ? type : range[name as keyof PrintedRange]]),
  );
}

/** Puts the name of the type where it was asked for. */
function withTypes(answers: readonly unknown[], { type, selections }: Selection): unknown[] {
  const names = selections.filter(({ name }) => name === '__typename').map(({ as }) => [as, type]);
  return answers.map((answer) => ({ ...(answer as object), ...Object.fromEntries(names) }));
}
