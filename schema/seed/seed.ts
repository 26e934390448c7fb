import type { Sequelize, Transaction } from 'sequelize';
import { attachmentRows, commentRows } from './comment-rows.ts';
import { insertRows } from './insert-rows.ts';
import { companyRows, projectRows, tagRows, teamRows, userRows } from './organisation-rows.ts';
import { taskRows, taskTagRows } from './task-rows.ts';

/** How much the seed writes. */
export interface SeedOptions {
  /** The number of tasks, 5 000 where left out; comments, tags on tasks and attachments grow with it. */
  readonly tasks?: number;
}

/**
 * Fills the tables of the sample with the same rows every time. All of it is one transaction, so there is never half a
 * sample; where a company is there already it changes nothing. Fails where the tables do not exist.
 */
export async function seedSample(sequelize: Sequelize, options: SeedOptions = {}): Promise<void> {
  // On the embedded Postgres an open transaction holds up all other connections: every statement takes part in it.
  await sequelize.transaction(async (transaction) => {
    if (await isSeeded(sequelize, transaction)) return;
    for (const [name, rows] of Object.entries(sampleRows(options.tasks ?? 5_000))) {
      await insertRows(sequelize, sequelize.model(name), rows, transaction);
    }
  });
}

async function isSeeded(sequelize: Sequelize, transaction: Transaction): Promise<boolean> {
  return (await sequelize.model('Company').findOne({ attributes: ['id'], transaction })) !== null;
}

/** The rows by model, in an order in which each refers only to rows before it. */
function sampleRows(taskCount: number): Record<string, readonly Record<string, unknown>[]> {
  const users = userRows();
  const tasks = taskRows(taskCount);
  const comments = commentRows(tasks);
  return {
    Company: companyRows(),
    Team: teamRows(),
    User: users,
    Project: projectRows(users),
    Task: tasks,
    Comment: comments,
    Tag: tagRows(),
    TaskTag: taskTagRows(tasks),
    Attachment: attachmentRows(tasks, comments),
  };
}
