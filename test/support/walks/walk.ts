import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLSchema,
  parse,
  validate,
} from 'graphql';
import { Cursors } from '../differential/cursors.ts';
import { getAttribute } from '../differential/model-set.ts';
import { Label } from '../differential/operation.ts';
import type { Random } from '../differential/random.ts';
import { Reference } from '../differential/reference.ts';
import { type Comparison, rowOrder } from '../differential/reference-order.ts';
import type { Row } from '../differential/rows.ts';
import type { TextRules } from '../differential/text-rules.ts';
import { printValue, type Value } from '../differential/values.ts';
import type { Tables } from './tables.ts';

/** The rows that are there now. */
export interface Content {
  readonly boxes: readonly Row[];
  readonly items: readonly Row[];
  readonly notes: readonly Row[];
}

export interface WalkSource {
  readonly random: Random;
  readonly schema: GraphQLSchema;
  readonly tables: Tables;
  readonly rules: TextRules;
  /** Of every item that ever was, by its number. */
  readonly known: ReadonlyMap<number, Row>;
  readonly content: () => Content;
  /** Puts some items in and takes some away. */
  readonly change: () => Promise<void>;
}

/** What a walk asks for, and how. */
interface WalkPlan {
  readonly backwards: boolean;
  readonly size: number;
  /** Whether each page asks for the number of all rows, too. */
  readonly counted: boolean;
  readonly orderBy: readonly object[];
  /** Whether rows come and go between the pages. */
  readonly changes: boolean;
  /** Keys of the boxes whose items are walked through, the first of them by its cursors; null for all items. */
  readonly boxes: readonly Value[] | null;
  readonly viaEdges: boolean;
  /** Only items with a larger number; null for all. */
  readonly above: number | null;
}

interface Page {
  readonly numbers: readonly number[];
  readonly cursor: string | null;
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  /** Null where nobody asked. */
  readonly totalCount: number | null;
}

/** Goes through a list page by page, and tells what was not as it must be. */
export async function walk(source: WalkSource): Promise<readonly string[]> {
  const plan = randomPlan(source);
  const document = prepare(source.schema, plan);
  const problems: string[] = [];
  const pages: number[][] = [];
  const before = source.content().items;
  const gone = new Set<number>();
  let place: { cursor: string; row: Row } | null = null;
  for (let isMore = true; isMore; ) {
    const lists: readonly Page[] = await askPage(source, plan, document, place?.cursor ?? null);
    for (const [index, page] of lists.entries()) {
      problems.push(...pageProblems(source, plan, index, page, place?.row ?? null));
    }
    const page = lists[0] as Page;
    pages.push([...page.numbers]);
    const last = plan.backwards ? page.numbers[0] : page.numbers.at(-1);
    isMore = (plan.backwards ? page.hasPreviousPage : page.hasNextPage) && last !== undefined;
    if (isMore && page.cursor === null) {
      problems.push('a page with rows has no cursor');
    }
    if (problems.length > 0 || page.cursor === null) {
      break;
    }
    place = { cursor: page.cursor, row: source.known.get(last as number) as Row };
    if (isMore && plan.changes) {
      await source.change();
      const there = new Set(source.content().items.map(({ number }) => number));
      for (const { number } of before) {
        if (!there.has(number as number)) {
          gone.add(number as number);
        }
      }
    }
  }
  const seen = (plan.backwards ? pages.reverse() : pages).flat();
  const throughout = before.filter(({ number }) => !gone.has(number as number));
  problems.push(...walkProblems(source, plan, seen, throughout));
  return problems.length === 0
    ? []
    : [
        ...problems,
        `walk ${JSON.stringify(plan, (_, value) => (typeof value === 'bigint' ? String(value) : value))}`,
        `pages ${JSON.stringify(pages)}`,
      ];
}

function randomPlan({ random, tables, content }: WalkSource): WalkPlan {
  const keys = content().boxes.map(({ id }) => id as Value);
  return {
    backwards: random.chance(0.5),
    size: random.pick([1, 2, 3, 3, 4, 5, 7]),
    counted: random.chance(0.4),
    orderBy: random.list(random.pick([0, 1, 1, 2, 2, 3, 4]), () => randomTerm(random, tables)),
    changes: random.chance(0.6),
    boxes: random.chance(0.4) ? random.some(keys, random.between(1, keys.length)) : null,
    viaEdges: random.chance(0.5),
    above: random.chance(0.3) ? random.between(1, 8) : null,
  };
}

const directions = [
  'ASC',
  'DESC',
  'ASC_NULLS_FIRST',
  'ASC_NULLS_LAST',
  'DESC_NULLS_FIRST',
  'DESC_NULLS_LAST',
];

function randomTerm(random: Random, { item, box }: Tables): object {
  const direction = new Label(random.pick(directions));
  const nameOf = ({ attributes }: typeof item) =>
    random.pick(attributes.filter(({ implied }) => !implied)).name;
  if (random.chance(0.25)) {
    return { box: { [nameOf(box)]: direction } };
  }
  return random.chance(0.15) ? { notes: { count: direction } } : { [nameOf(item)]: direction };
}

/** The query of every page of a walk. */
function prepare(
  schema: GraphQLSchema,
  { backwards, counted, boxes, viaEdges, above }: WalkPlan,
): DocumentNode {
  const page = backwards ? 'last: $size, before: $cursor' : 'first: $size, after: $cursor';
  const end = backwards ? 'startCursor' : 'endCursor';
  const rows = viaEdges ? 'edges { cursor node { number } }' : 'nodes { number }';
  const list = `itemsConnection(${above === null ? '' : `where: { number: { gt: ${above} } }, `}orderBy: $orderBy, ${page}) { ${rows} pageInfo { hasNextPage hasPreviousPage ${end} }${counted ? ' totalCount' : ''} }`;
  const body = boxes === null ? list : `boxes(where: { id: { in: $boxes } }) { id ${list} }`;
  const variables = `$orderBy: [ItemOrderBy!], $size: Int, $cursor: String${boxes === null ? '' : ', $boxes: [ID]!'}`;
  const document = parse(`query (${variables}) { ${body} }`);
  const [problem] = validate(schema, document);
  if (problem !== undefined) {
    throw problem;
  }
  return document;
}

async function askPage(
  { schema, tables }: WalkSource,
  { backwards, size, orderBy, boxes, viaEdges }: WalkPlan,
  document: DocumentNode,
  cursor: string | null,
): Promise<readonly Page[]> {
  const { kind } = getAttribute(tables.box, 'id');
  const keys = boxes?.map((key) => printValue(kind, true, key)) ?? [];
  const { data, errors } = (await execute({
    schema,
    document,
    variableValues: {
      orderBy: JSON.parse(JSON.stringify(orderBy)),
      size,
      ...(cursor !== null && { cursor }),
      ...(boxes !== null && { boxes: keys }),
    },
    contextValue: {},
  })) as ExecutionResult;
  if (errors !== undefined) {
    throw errors[0]?.originalError ?? errors[0];
  }
  const found = JSON.parse(JSON.stringify(data));
  const connections =
    boxes === null
      ? [found.itemsConnection]
      : keys.map((key) => found.boxes.find(({ id }: { id: unknown }) => id === key).itemsConnection);
  return connections.map(({ edges, nodes, pageInfo, totalCount }): Page => {
    const given = (edges ?? nodes) as { cursor?: string; node?: { number: number }; number?: number }[];
    const edge = backwards ? given[0] : given.at(-1);
    return {
      numbers: given.map(({ node, number }) => node?.number ?? (number as number)),
      cursor: (viaEdges ? edge?.cursor : pageInfo[backwards ? 'startCursor' : 'endCursor']) ?? null,
      hasNextPage: pageInfo.hasNextPage,
      hasPreviousPage: pageInfo.hasPreviousPage,
      totalCount: totalCount ?? null,
    };
  });
}

function isAbove({ above }: WalkPlan, { number }: Row): boolean {
  return above === null || Number(number) > above;
}

/** The rows of the list in its order, as they are now. */
function listNow(source: WalkSource, plan: WalkPlan, index: number): { rows: Row[]; order: Comparison<Row> } {
  const { boxes, items } = source.content();
  const reference = referenceOf(source);
  const order = rowOrder(reference, source.tables.item, plan.orderBy);
  const box = plan.boxes === null ? null : boxes.find(({ id }) => id === plan.boxes?.[index]);
  const rows = items.filter((row) => (box === null || row.boxId === box?.id) && isAbove(plan, row));
  return { rows: rows.sort(order), order };
}

function referenceOf({ tables, rules, content }: WalkSource): Reference {
  const { boxes, items, notes } = content();
  const rows = new Map([
    ['Box', boxes],
    ['Item', items],
    ['Note', notes],
  ]);
  const targets = new Map(
    tables.set.models.flatMap(({ associations }) =>
      associations.map((association) => [association, rows.get(association.target) ?? []] as const),
    ),
  );
  return new Reference(tables.set, { rows, targets, links: new Map() }, rules, new Cursors());
}

/** One page against the list as it is now. `from` is the row whose cursor it starts at. */
function pageProblems(
  source: WalkSource,
  plan: WalkPlan,
  index: number,
  page: Page,
  from: Row | null,
): string[] {
  const { rows, order } = listNow(source, plan, index);
  const ahead = rows.filter((row) => from === null || order(row, from) * (plan.backwards ? -1 : 1) > 0);
  const expected = plan.backwards ? ahead.slice(-plan.size) : ahead.slice(0, plan.size);
  const isCut = ahead.length > plan.size;
  return different(`list ${index}`, page, {
    numbers: expected.map(({ number }) => number as number),
    cursor: page.cursor,
    // Behind the cursor there is the row it was taken from, whatever became of that row since.
    hasNextPage: plan.backwards ? from !== null : isCut,
    hasPreviousPage: plan.backwards ? isCut : from !== null,
    totalCount: plan.counted ? rows.length : null,
  });
}

/** All pages together. `throughout` are the items that were there from the first page to the last. */
function walkProblems(
  source: WalkSource,
  plan: WalkPlan,
  seen: readonly number[],
  throughout: readonly Row[],
): string[] {
  const { rows, order } = listNow(source, plan, 0);
  const own = throughout.filter(
    (row) => (plan.boxes === null || row.boxId === plan.boxes[0]) && isAbove(plan, row),
  );
  const skipped = own.map(({ number }) => number as number).filter((number) => !seen.includes(number));
  const doubled = seen.filter((number, index) => seen.indexOf(number) !== index);
  const inOrder = seen
    .map((number) => source.known.get(number) as Row)
    .sort(order)
    .map(({ number }) => number as number);
  return [
    ...(skipped.length === 0 ? [] : [`skipped ${skipped}`]),
    ...(doubled.length === 0 ? [] : [`doubled ${doubled}`]),
    ...different('order', seen, inOrder),
    ...(plan.changes
      ? []
      : different(
          'the whole list',
          seen,
          rows.map(({ number }) => number),
        )),
  ];
}

function different(what: string, actual: unknown, expected: unknown): string[] {
  const [given, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  return given === wanted ? [] : [`${what}: ${given} instead of ${wanted}`];
}
