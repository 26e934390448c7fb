import { QueryTypes, type Sequelize } from 'sequelize';
import { pairTotal, sizes } from './models.ts';
import type { SentWrite } from './writer.ts';

/** What came of the writes of a run. */
export interface Tally {
  kills: number;
  writes: number;
  acknowledged: number;
  /** Acknowledged, but what was selected of it could not be read any more. */
  unread: number;
  /** Acknowledged, and not in the database: must be none. */
  lost: number;
  /** Writes of which a part is in the database: must be none. */
  halves: number;
  /** Answered in words that mean that nothing was written, and in the database: must be none. */
  deniedButThere: number;
  /** Writes with an idempotency key that are there more than once: must be none. */
  duplicates: number;
  /** Each of those, in words. */
  wrong: string[];
  /** Answers that no write may get: must be none. */
  others: string[];
  unavailable: number;
  conflicts: number;
  unknownThere: number;
  unknownNotThere: number;
  brokenThere: number;
  brokenNotThere: number;
  /** Writes with a key that were sent more than once. */
  sentAgain: number;
}

export function emptyTally(): Tally {
  return {
    ...{ kills: 0, writes: 0, acknowledged: 0, unread: 0, lost: 0, halves: 0, deniedButThere: 0 },
    ...{
      duplicates: 0,
      wrong: [],
      others: [],
      unavailable: 0,
      conflicts: 0,
      unknownThere: 0,
      unknownNotThere: 0,
    },
    ...{ brokenThere: 0, brokenNotThere: 0, sentAgain: 0 },
  };
}

/** How much of a write the database has. `twice`: more than once. */
type Presence = 'whole' | 'none' | 'half' | 'twice';

/** Compares what was answered with what the database has. */
export interface Judge {
  readonly tally: Tally;
  /** Judges the writes since the last time; none may be under way. */
  judge(writes: readonly SentWrite[]): Promise<void>;
  /** Looks once more at everything that was ever acknowledged. */
  judgeAll(): Promise<void>;
}

export function createJudge(sequelize: Sequelize, schema: string): Judge {
  const tally = emptyTally();
  const all: SentWrite[] = [];
  /** The mark that rows which are changed again and again had when they were last looked at. */
  const marks = new Map<string, string>();

  const accuse = (what: 'lost' | 'halves' | 'deniedButThere' | 'duplicates', write: string): void => {
    const words = `${what}: ${write}`;
    // What is looked at again at the end is counted once.
    if (!tally.wrong.includes(words)) {
      tally[what] += 1;
      tally.wrong.push(words);
    }
  };

  const judgeOne = (write: SentWrite, presence: Presence): void => {
    const isThere = presence === 'whole' || presence === 'twice';
    const words = `${write.kind} ${write.mark}, answered by ${write.answer}`;
    if (presence === 'half') {
      accuse('halves', words);
    } else if (presence === 'twice') {
      accuse('duplicates', words);
    }
    if (isAcknowledged(write)) {
      if (presence === 'none') {
        accuse('lost', words);
      }
    } else if (write.answer === 'WRITE_OUTCOME_UNKNOWN') {
      tally[isThere ? 'unknownThere' : 'unknownNotThere'] += 1;
    } else if (write.answer === 'broken') {
      tally[isThere ? 'brokenThere' : 'brokenNotThere'] += 1;
    } else if (isThere) {
      accuse('deniedButThere', words);
    }
  };

  const judgeChanges = async (kind: 'move' | 'mark', writes: readonly SentWrite[]): Promise<void> => {
    const rows = await readChanged(sequelize, schema, kind);
    for (const [writer, own] of rows) {
      const name = `${kind} ${writer}`;
      const [mark = ''] = own.marks;
      if (own.marks.length !== 1 || !own.isWhole) {
        accuse('halves', `${name} has ${own.marks.join(' and ')}`);
        continue;
      }
      const sent = writes.filter((write) => write.kind === kind && write.writer === writer);
      const lastSure = sent.findLastIndex(isAcknowledged);
      const expected = sent[lastSure]?.mark ?? marks.get(name) ?? '';
      const open = sent.slice(lastSure + 1);
      if (mark !== expected && !open.some((write) => write.mark === mark)) {
        accuse('lost', `${name} has ${mark} instead of ${expected}`);
      }
      for (const write of open) {
        judgeOne(write, write.mark === mark ? 'whole' : 'none');
      }
      marks.set(name, mark);
    }
  };

  const judgeRows = async (writes: readonly SentWrite[]): Promise<void> => {
    const made = await readMade(sequelize, schema);
    const last = new Map(writes.map((write) => [write.mark, write]));
    for (const write of last.values()) {
      if (write.kind === 'create' || write.kind === 'once') {
        judgeOne(write, presenceOf(made.projects.get(write.mark)));
      } else if (write.kind === 'alone') {
        const items = made.items.get(write.mark) ?? 0;
        judgeOne(write, items === 0 ? 'none' : items === 1 ? 'whole' : 'twice');
      } else if (write.kind === 'items' || write.kind === 'delete') {
        const items = made.items.get(write.mark) ?? 0;
        const isThere = items === (write.kind === 'items' ? sizes.items : 0);
        judgeOne(write, items % sizes.items !== 0 ? 'half' : isThere ? 'whole' : 'none');
      }
    }
  };

  return {
    tally,
    async judge(writes) {
      all.push(...writes);
      tally.writes += writes.length;
      for (const write of writes) {
        const { answer, text } = write;
        tally.acknowledged += isAcknowledged(write) ? 1 : 0;
        tally.unread += answer === 'unread' ? 1 : 0;
        tally.unavailable += answer === 'SERVICE_UNAVAILABLE' ? 1 : 0;
        tally.conflicts += answer === 'CONFLICT' ? 1 : 0;
        if (answer === 'other' || answer === 'problems') {
          tally.others.push(text);
        }
      }
      await judgeRows(writes);
      await judgeChanges('move', writes);
      await judgeChanges('mark', writes);
    },
    async judgeAll() {
      const deleted = new Set(all.filter(({ kind }) => kind === 'delete').map(({ mark }) => mark));
      await judgeRows(
        all.filter((write) => isAcknowledged(write) && !(write.kind === 'items' && deleted.has(write.mark))),
      );
      const sent = new Map<string, number>();
      for (const { mark } of all.filter(({ kind }) => kind === 'once')) {
        sent.set(mark, (sent.get(mark) ?? 0) + 1);
      }
      tally.sentAgain = [...sent.values()].filter((times) => times > 1).length;
    },
  };
}

function isAcknowledged({ answer }: SentWrite): boolean {
  return answer === 'acknowledged' || answer === 'unread';
}

interface ProjectParts {
  readonly projects: number;
  readonly tasks: number;
  readonly tags: number;
  readonly links: number;
}

function presenceOf(parts: ProjectParts = { projects: 0, tasks: 0, tags: 0, links: 0 }): Presence {
  const { projects } = parts;
  const isWhole =
    parts.tasks === projects * sizes.tasks &&
    parts.tags === projects * sizes.tags &&
    parts.links === projects * sizes.links;
  return !isWhole ? 'half' : projects === 0 ? 'none' : projects === 1 ? 'whole' : 'twice';
}

/** What the database has under each mark: of projects each part, whether the others are there or not. */
async function readMade(
  sequelize: Sequelize,
  schema: string,
): Promise<{ projects: Map<string, ProjectParts>; items: Map<string, number> }> {
  const table = (name: string): string => `"${schema}"."${name}"`;
  const counts = async (from: string): Promise<Map<string, number>> => {
    const rows = await sequelize.query<{ mark: string; count: number }>(
      `SELECT mark, count(*)::int AS count FROM (${from}) AS own GROUP BY mark`,
      { type: QueryTypes.SELECT },
    );
    return new Map(rows.map(({ mark, count }) => [mark, count]));
  };
  const tasks = `${table('Tasks')} AS t JOIN ${table('Projects')} AS p ON p.id = t."projectId"`;
  const projects = await counts(`SELECT name AS mark FROM ${table('Projects')}`);
  const ofTasks = await counts(`SELECT p.name AS mark FROM ${tasks}`);
  const ofTags = await counts(`SELECT name AS mark FROM ${table('Tags')} WHERE name <> 'shared'`);
  const ofLinks = await counts(
    `SELECT p.name AS mark FROM ${tasks} JOIN ${table('TaskTags')} AS l ON l."taskId" = t.id`,
  );
  const found = new Set([...projects.keys(), ...ofTags.keys()]);
  return {
    projects: new Map(
      [...found].map((mark) => [
        mark,
        {
          projects: projects.get(mark) ?? 0,
          tasks: ofTasks.get(mark) ?? 0,
          tags: ofTags.get(mark) ?? 0,
          links: ofLinks.get(mark) ?? 0,
        },
      ]),
    ),
    items: await counts(`SELECT batch AS mark FROM ${table('Items')} WHERE batch NOT LIKE 'kept%'`),
  };
}

/** By writer, the marks of the rows that it changes together, and whether the rows still make a whole. */
async function readChanged(
  sequelize: Sequelize,
  schema: string,
  kind: 'move' | 'mark',
): Promise<Map<number, { readonly marks: readonly string[]; readonly isWhole: boolean }>> {
  const rows = await sequelize.query<{ writer: number; marks: string[]; total: number }>(
    kind === 'move'
      ? `SELECT "pairId" AS writer, array_agg(DISTINCT mark) AS marks, sum(balance)::int AS total
          FROM "${schema}"."Accounts" GROUP BY 1`
      : `SELECT split_part(batch, ' ', 2)::int AS writer, array_agg(DISTINCT mark) AS marks, count(*)::int AS total
          FROM "${schema}"."Items" WHERE batch LIKE 'kept%' GROUP BY 1`,
    { type: QueryTypes.SELECT },
  );
  const whole = kind === 'move' ? pairTotal : sizes.items;
  return new Map(rows.map(({ writer, marks, total }) => [writer, { marks, isWhole: total === whole }]));
}
