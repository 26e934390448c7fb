import { daysIn, hoursIn } from './clock.ts';
import { tagNames, teamNames } from './organisation-names.ts';
import { projectCount, userCount } from './organisation-rows.ts';
import { createRandom, type Random } from './random.ts';
import { awkwardTaskNames, descriptions, emoji, taskNamePatterns } from './task-words.ts';

/** A task as the seed writes it. */
export type TaskRow = ReturnType<typeof taskRows>[number];

const busyTeams = teamNames.slice(0, -1).map(([code]) => code);
const defaultTeam = busyTeams.slice(0, 1);

/** So many tasks, the same whatever their number: a longer list begins with the shorter one. */
export function taskRows(count: number) {
  const random = createRandom(6);
  const tasksOfProject = new Map<number, number[]>();
  const someUser = (): number => random.integer(1, userCount - 2);

  return Array.from({ length: count }, (_, index) => {
    const id = index + 1;
    // The smaller of two draws, so that projects differ much in size.
    const projectId = Math.min(random.integer(1, projectCount - 1), random.integer(1, projectCount - 1));
    const before = tasksOfProject.get(projectId) ?? [];
    const parentId = before.length > 0 && random.chance(0.12) ? random.pick(before) : null;
    before.push(id);
    tasksOfProject.set(projectId, before);

    const status = random.pick([
      'open',
      'open',
      'open',
      'in_progress',
      'blocked',
      'done',
      'done',
      'cancelled',
    ]);
    // Three tasks a moment, and most due on a Friday: no order of theirs is complete without the key.
    const createdHour = Math.floor(index / 3);
    const version = random.pick([0, 0, 0, 1, 2, 7]);
    const updatedHour = createdHour + 24 * version;
    return {
      id,
      number: before.length,
      taskName: taskName(id, random),
      description: random.pick([null, null, ...descriptions]),
      status,
      priority: random.pick(['low', 'normal', 'normal', 'normal', 'high', 'urgent']),
      dueOn: random.chance(0.2) ? null : daysIn(7 * random.integer(0, 30) + (random.chance(0.9) ? 4 : 2)),
      completedAt: status === 'done' ? hoursIn(updatedHour) : null,
      estimatedHours: random.pick([null, 0.1, 0.5, 1, 1, 2, 2, 4, 8, 12.25]),
      price: random.pick([null, '0.00', '120.00', '120.00', '99.99', '1480.50']),
      isBillable: random.chance(0.8),
      customFields: random.pick([
        null,
        null,
        {},
        { risk: 3 },
        { rooms: ['2.14', '0.03'], note: 'früh "klingeln"' },
        [1, null],
      ]),
      version,
      createdAt: hoursIn(createdHour),
      updatedAt: hoursIn(updatedHour),
      UserId: random.chance(0.04) ? null : random.chance(0.05) ? 7 : someUser(),
      creatorId: someUser(),
      assigneeId: random.chance(0.3) ? null : someUser(),
      reviewerId: random.chance(0.6) ? null : someUser(),
      projectId,
      parentId,
      teamCode: random.pick(random.chance(0.4) ? defaultTeam : busyTeams),
    };
  });
}

/** None to three different tags for each task. */
export function taskTagRows(tasks: readonly TaskRow[]) {
  const random = createRandom(7);
  const pairs = tasks.flatMap((task) => {
    const tagIds = Array.from({ length: random.pick([0, 0, 1, 1, 2, 3]) }, () =>
      random.integer(1, tagNames.length),
    );
    return [...new Set(tagIds)].map((tagId) => ({
      task,
      tagId,
      addedById: random.pick([null, task.creatorId]),
    }));
  });
  return pairs.map(({ task, tagId, addedById }, index) => ({
    id: index + 1,
    taskId: task.id,
    tagId,
    addedById,
    createdAt: task.createdAt,
  }));
}

function taskName(id: number, random: Random): string {
  const pattern = random.chance(0.6) ? taskNamePatterns[0] : random.pick(taskNamePatterns);
  const name = random.pick(pattern.first) + pattern.between + random.pick(pattern.second);
  const usualName = random.chance(0.05) ? `${random.pick(emoji)} ${name}` : name;
  return (id % 23 === 0 ? awkwardTaskNames[id / 23 - 1] : undefined) ?? usualName;
}
