import { hoursIn } from './clock.ts';
import { files, followUps, openings } from './comment-words.ts';
import { userCount } from './organisation-rows.ts';
import { createRandom } from './random.ts';
import type { TaskRow } from './task-rows.ts';

/** A comment as the seed writes it. */
export type CommentRow = ReturnType<typeof commentRows>[number];

/** None to six comments for each task and 40 for the first; some answer another, some are deleted. */
export function commentRows(tasks: readonly TaskRow[]) {
  const random = createRandom(8);
  let id = 0;
  return tasks.flatMap((task, taskIndex) => {
    const number = taskIndex === 0 ? 40 : random.pick([0, 0, 1, 1, 2, 2, 3, 4, 5, 6]);
    const earlier: number[] = [];
    return Array.from({ length: number }, (_, index) => {
      id += 1;
      const createdHour = Math.floor(taskIndex / 3) + index;
      const replyToId = earlier.length > 0 && random.chance(0.25) ? random.pick(earlier) : null;
      earlier.push(id);
      const opening = random.pick(openings);
      return {
        id,
        body: random.chance(0.5) ? `${opening}\n${random.pick(followUps)}` : opening,
        editedAt: random.chance(0.08) ? hoursIn(createdHour + 2) : null,
        createdAt: hoursIn(createdHour),
        updatedAt: hoursIn(createdHour + 2),
        deletedAt: random.chance(0.04) ? hoursIn(createdHour + 3) : null,
        taskId: task.id,
        authorId: random.chance(0.03) ? null : random.integer(1, userCount),
        replyToId,
      };
    });
  });
}

/** Files at tasks and comments. A few name a task that is gone, which only `constraints: false` allows. */
export function attachmentRows(tasks: readonly TaskRow[], comments: readonly CommentRow[]) {
  const random = createRandom(9);
  const atTasks = tasks
    .filter((task) => task.id % 10 === 1)
    .map((task) => ({ taskId: task.id, commentId: null }));
  const atComments = comments
    .filter((comment) => comment.id % 12 === 1)
    .map((comment) => ({ taskId: comment.taskId, commentId: comment.id }));
  const leftBehind = Array.from({ length: 8 }, (_, index) => ({
    taskId: 2_000_000_001 + index,
    commentId: null,
  }));

  return [...leftBehind, ...atTasks, ...atComments].map((place, index) => {
    const [fileName, mediaType] = random.pick(files);
    const at = hoursIn(Math.floor(index / 2));
    return {
      id: random.uuid(),
      fileName,
      mediaType,
      // One size is above 2 ** 53.
      sizeInBytes:
        index === 0 ? '9007199254740993' : random.pick([0, 1_024, 1_024, random.integer(1, 5_000_000)]),
      isPublic: random.chance(0.3),
      createdAt: at,
      updatedAt: at,
      ...place,
      uploaderId: random.chance(0.05) ? null : random.integer(1, userCount),
    };
  });
}
