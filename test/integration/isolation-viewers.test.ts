import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Sequelize } from 'sequelize';
import { createSchema, type KinqlOptions } from '../../src/build/create-schema.ts';
import { toGlobalId } from '../../src/plan/global-id.ts';
import {
  databases,
  openDatabase,
  schemaNameOf,
  type TestDatabase,
  type TestInstance,
} from '../support/databases.ts';
import { defineNotes, dropRole, protectNotes, roleOf } from '../support/row-security.ts';
import { openTenants } from '../support/tenants.ts';
import { serveViewers, type ViewerServer, viewerOf } from '../support/viewers.ts';

/** Requests of each test; with 10 000 each takes one or two minutes. */
const requests = Number(process.env.KINQL_ISOLATION_REQUESTS ?? 120);
const inFlight = 16;

interface NoteRow {
  readonly id: number;
  readonly title: string;
  readonly size: number;
  readonly ownerId: number;
}

interface OwnerRow {
  readonly id: number;
  readonly name: string;
}

/** What a viewer may see. */
interface Visible {
  readonly owners: readonly OwnerRow[];
  readonly notes: readonly NoteRow[];
}

const owners: readonly OwnerRow[] = [
  { id: 1, name: 'Ada' },
  { id: 2, name: 'Bob' },
];
const notes: readonly NoteRow[] = [1, 2, 3, 4, 5, 6].map((id) => {
  const ownerId = 2 - (id % 2);
  return { id, title: `note ${id} of ${ownerId}`, size: 2 ** id, ownerId };
});

const source = `query ($a: ID!, $b: ID!) {
  a: note(id: $a) { title owner { name notes { title } } }
  b: note(id: $b) { title }
  node(id: $a) { ... on Note { title } }
  nodes(ids: [$a, $b]) { ... on Note { title } }
  notes { rowId title owner { name } }
  notesConnection { totalCount nodes { title } aggregate { sum { size } } }
  notesAggregate { count max { size } }
  owners { name notesConnection { totalCount } notes(where: { size: { gt: 4 } }) { title } }
  filtered: owners(where: { notes: { some: { title: { contains: "note 1 " } } } }) { name }
  ordered: notes(orderBy: [{ owner: { name: DESC } }, { size: DESC }]) { title }
}`;

/** The answer that there must be, worked out without a database. */
function expectedOf({ owners: shown, notes: visible }: Visible, a: number, b: number): unknown {
  const byId = (id: number) => visible.find((note) => note.id === id);
  const nameOf = (id: number) => shown.find((owner) => owner.id === id)?.name as string;
  const of = (owner: number) => visible.filter(({ ownerId }) => ownerId === owner);
  const titles = (rows: readonly NoteRow[]) => rows.map(({ title }) => ({ title }));
  const titleOf = (id: number) => titles(visible.filter((note) => note.id === id))[0] ?? null;
  const noteA = byId(a);
  return {
    a:
      noteA === undefined
        ? null
        : { title: noteA.title, owner: { name: nameOf(noteA.ownerId), notes: titles(of(noteA.ownerId)) } },
    b: titleOf(b),
    node: titleOf(a),
    nodes: [titleOf(a), titleOf(b)],
    notes: visible.map(({ id, title, ownerId }) => ({ rowId: id, title, owner: { name: nameOf(ownerId) } })),
    notesConnection: {
      totalCount: visible.length,
      nodes: titles(visible),
      aggregate: { sum: { size: String(visible.reduce((sum, { size }) => sum + size, 0)) } },
    },
    notesAggregate: { count: visible.length, max: { size: Math.max(...visible.map(({ size }) => size)) } },
    owners: shown.map(({ id, name }) => ({
      name,
      notesConnection: { totalCount: of(id).length },
      notes: titles(of(id).filter(({ size }) => size > 4)),
    })),
    filtered: shown
      .filter(({ id }) => of(id).some(({ title }) => title.includes('note 1 ')))
      .map(({ name }) => ({ name })),
    ordered: titles(
      visible.toSorted((x, y) => nameOf(y.ownerId).localeCompare(nameOf(x.ownerId)) || y.size - x.size),
    ),
  };
}

/** A wrong answer, beside the one that there must be. */
interface Crossing {
  readonly viewer: number;
  readonly found: unknown;
  readonly expected: unknown;
}

/** Asks for two viewers in turn, each pair for the same ids, many at once; every tenth client goes before it has its answer. */
async function findCrossings(
  server: ViewerServer,
  visibleTo: (viewer: number) => Visible,
): Promise<{ readonly answered: number; readonly crossings: readonly Crossing[] }> {
  const crossings: Crossing[] = [];
  let answered = 0;
  let next = 0;
  const client = async (): Promise<void> => {
    for (let index = next++; index < requests; index = next++) {
      const viewer = 1 + (index % 2);
      const [a, b] = [1 + ((index >> 1) % 6), 1 + ((index >> 2) % 6)];
      const asked = server.ask(
        source,
        { id: viewer, role: 'member' },
        {
          variables: { a: toGlobalId('Note', a), b: toGlobalId('Note', b) },
          ...(Math.floor(index / 10) % 10 === index % 10 && { signal: AbortSignal.timeout(1) }),
        },
      );
      const answer = await asked.catch(() => null);
      if (answer !== null) {
        answered += 1;
        const expected = { data: expectedOf(visibleTo(viewer), a, b) };
        if (JSON.stringify(answer.body) !== JSON.stringify(expected)) {
          crossings.push({ viewer, found: answer.body, expected });
        }
      }
    }
  };
  await Promise.all(Array.from({ length: inFlight }, client));
  return { answered, crossings };
}

async function fill({ models }: Sequelize, rows: Visible): Promise<void> {
  await models.Owner?.bulkCreate(rows.owners as never);
  await models.Note?.bulkCreate(rows.notes as never);
}

async function openNotes(database: TestDatabase, name: string): Promise<TestInstance> {
  const instance = await openDatabase(database, name);
  defineNotes(instance.sequelize);
  await instance.sequelize.sync();
  await fill(instance.sequelize, { owners, notes });
  return instance;
}

/** Models whose viewers something keeps apart. */
interface Separation {
  readonly sequelize: Sequelize;
  readonly options: KinqlOptions;
  readonly visibleTo: (viewer: number) => Visible;
  close(): Promise<void>;
}

type Separate = (database: TestDatabase, name: string) => Promise<Separation>;

const ownOnly = (viewer: number): Visible => ({
  owners: owners.filter(({ id }) => id === viewer),
  notes: notes.filter(({ ownerId }) => ownerId === viewer),
});

const byRules: Separate = async (database, name) => {
  const { sequelize, close } = await openNotes(database, name);
  const rules = {
    models: {
      Owner: { member: { read: { id: { eq: { viewer: 'id' } } } } },
      Note: { member: { read: { ownerId: { eq: { viewer: 'id' } } } } },
    },
  };
  return { sequelize, options: { rules }, visibleTo: ownOnly, close };
};

const byPolicies: Separate = async (database, name) => {
  const { sequelize, close } = await openNotes(database, name);
  const role = roleOf(database, name);
  await protectNotes(sequelize, role, schemaNameOf(database, name));
  return {
    sequelize,
    options: {
      databaseSession: ({ id }: { readonly id: number }) => ({ settings: { 'app.user_id': id }, role }),
    },
    visibleTo: ownOnly,
    async close() {
      await dropRole(sequelize, role);
      await close();
    },
  };
};

/** Each tenant has all rows, of the same ids, with titles of its own. */
const bySchemas: Separate = async (database, name) => {
  const visibleTo = (viewer: number): Visible => ({
    owners,
    notes: notes.map((note) => ({ ...note, title: `${note.title} in ${viewer}`, size: note.size * viewer })),
  });
  const { sequelize, schemaOf, close } = await openTenants(database, name, defineNotes, (own, tenant) =>
    fill(own, visibleTo(tenant)),
  );
  return {
    sequelize,
    options: { databaseSession: ({ id }: { readonly id: number }) => ({ schema: schemaOf(id) }) },
    visibleTo,
    close,
  };
};

const everywhere = ['embedded', 'postgres', 'mariadb', 'sqlite'] as const;
const separations: readonly (readonly [string, Separate, readonly TestDatabase['name'][]])[] = [
  ['rules', byRules, everywhere],
  ['policies', byPolicies, ['embedded', 'postgres']],
  ['schemas', bySchemas, ['embedded', 'postgres']],
];

describe.each(separations)(
  'two viewers who ask for the same ids at the same time, kept apart by %s',
  (kind, separate, names) => {
    describe.each(databases.filter((database) => names.includes(database.name)))('on $name', (database) => {
      let separation: Separation;
      let server: ViewerServer;

      beforeAll(async () => {
        separation = await separate(database, `isolation_${kind}`);
        const schema = createSchema(separation.sequelize, {
          relay: true,
          onFinding: () => {},
          viewer: viewerOf,
          ...separation.options,
        });
        // Three connections for sixteen requests of many statements: they may wait.
        server = await serveViewers(schema, { limits: { poolQueue: 10_000 } });
      });

      afterAll(async () => {
        await server?.stop();
        await separation?.close();
      });

      it(
        'never see each other’s rows',
        async () => {
          const { answered, crossings } = await findCrossings(server, separation.visibleTo);
          expect(crossings).toEqual([]);
          expect(answered).toBeGreaterThanOrEqual(requests * 0.9);
        },
        30_000 + requests * 100,
      );
    });
  },
);
