/** A document made to hurt, of at most so many bytes. */
export interface HurtfulDocument {
  readonly name: string;
  readonly print: (bytes: number) => string;
  /** What fills the rest of the request, where the document itself is short. */
  readonly variables?: (bytes: number) => Readonly<Record<string, unknown>>;
}

/** `head`, as many of `item` as there is room for, `tail`. */
function fill(bytes: number, head: string, item: (index: number) => string, tail: string): string {
  const items: string[] = [];
  let length = head.length + tail.length;
  for (let index = 0; ; index++) {
    const next = item(index);
    length += next.length;
    if (length > bytes) {
      return `${head}${items.join('')}${tail}`;
    }
    items.push(next);
  }
}

function nest(bytes: number, head: string, open: string, inner: string, close: string): string {
  const depth = Math.max(1, Math.floor((bytes - head.length - inner.length) / (open.length + close.length)));
  return `${head}${open.repeat(depth)}${inner}${close.repeat(depth)}`;
}

/** The corpus, over the sample's schema. */
export const hurtfulDocuments: readonly HurtfulDocument[] = [
  { name: 'the same scalar field', print: (bytes) => fill(bytes, '{', () => '__typename ', '}') },
  { name: 'the same list', print: (bytes) => fill(bytes, '{', () => 'tasks{id}', '}') },
  {
    name: 'aliases of a scalar',
    print: (bytes) => fill(bytes, '{', (index) => `a${index}:__typename `, '}'),
  },
  { name: 'aliases of a list', print: (bytes) => fill(bytes, '{', (index) => `a${index}:tasks{id}`, '}') },
  {
    name: 'inline fragments of the same fields',
    print: (bytes) => fill(bytes, '{', () => '...{tasks{...{id}...{id}...{id}...{id}...{id}}}', '}'),
  },
  {
    name: 'many fragments',
    print: (bytes) => {
      const spreads = fill(bytes / 3, '{tasks{', (index) => `...F${index} `, '}}');
      const count = spreads.split('...').length - 1;
      const fragments = Array.from(
        { length: count },
        (_, index) => `fragment F${index} on Task{id taskName}`,
      );
      return `${spreads}${fragments.join('')}`.slice(0, Math.max(bytes, spreads.length));
    },
  },
  {
    name: 'fragments that double',
    print: (bytes) => {
      const fragment = (index: number) =>
        `fragment F${index} on Task{a:user{tasksByOwner{...F${index + 1}}}b:user{tasksByOwner{...F${index + 1}}}}`;
      const text = fill(bytes - 40, '{tasks{...F0}}', fragment, '');
      return `${text}fragment F${text.split('fragment').length - 1} on Task{id}`;
    },
  },
  {
    name: 'fragments in a circle',
    print: (bytes) =>
      `${fill(bytes - 40, '{tasks{...F0}}', (index) => `fragment F${index} on Task{...F${index + 1}}`, '')}`,
  },
  { name: 'known directives', print: (bytes) => fill(bytes, '{__typename', () => '@include(if:true)', '}') },
  { name: 'unknown directives', print: (bytes) => fill(bytes, '{__typename', () => '@aa', '}') },
  { name: 'selections within each other', print: (bytes) => nest(bytes, '', '{tasks', '{id}', '}') },
  { name: 'lists within each other', print: (bytes) => nest(bytes, '{tasks(where:', '[', '', ']') },
  {
    name: 'filters within each other',
    print: (bytes) => `${nest(bytes - 30, '{tasks(where:', '{not:', '{}', '}')}){id}}`,
  },
  {
    name: 'a long list of values',
    print: (bytes) => fill(bytes, '{tasks(where:{id:{in:[', (index) => `${index},`, ']}}){id}}'),
  },
  { name: 'a comment', print: (bytes) => `{__typename}#${'x'.repeat(bytes - 13)}` },
  { name: 'a string', print: (bytes) => `{task(id:"${'x'.repeat(bytes - 20)}"){id}}` },
  { name: 'unknown fields', print: (bytes) => fill(bytes, '{', (index) => `x${index} `, '}') },
  {
    name: 'unknown arguments',
    print: (bytes) => fill(bytes, '{tasks(', (index) => `x${index}:1 `, '){id}}'),
  },
  {
    name: 'unused variables',
    print: (bytes) => fill(bytes, 'query(', (index) => `$v${index}:Int `, '){__typename}'),
  },
  { name: 'operations', print: (bytes) => fill(bytes, '', (index) => `query Q${index}{__typename}`, '') },
  {
    name: 'a variable with many values',
    print: () => 'query($x:[ID!]){tasks(where:{id:{in:$x}}){id}}',
    variables: (bytes) => ({
      x: Array.from({ length: bytes / 10 }, (_, index) => String(index + 1_000_000)),
    }),
  },
  {
    name: 'a variable with many filters',
    print: () => 'query($x:[TaskWhere!]){tasks(where:{or:$x}){id}}',
    variables: (bytes) => ({
      x: Array.from({ length: bytes / 45 }, (_, index) => ({
        user: { company: { name: { eq: String(index) } } },
      })),
    }),
  },
  {
    name: 'a variable with many wrong values',
    print: () => 'query($x:[ID!]){tasks(where:{id:{in:$x}}){id}}',
    variables: (bytes) => ({ x: Array.from({ length: bytes / 3 }, () => ({})) }),
  },
  {
    name: 'a variable with many rows',
    print: () => 'mutation($x:[TagCreate!]!){createTags(data:$x){count}}',
    variables: (bytes) => ({ x: Array.from({ length: bytes / 20 }, (_, index) => ({ name: `t${index}` })) }),
  },
  {
    name: 'introspection within itself',
    print: (bytes) => `{__schema{types${nest(bytes - 20, '', '{fields{type', '{name}', '}}')}}}`,
  },
];
