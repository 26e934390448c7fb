import { type Options, Sequelize } from 'sequelize';
import defineAttachment, { associate as associateAttachment } from './attachment.ts';
import defineComment, { associate as associateComment } from './comment.ts';
import defineCompany from './company.ts';
import type { ModelSet } from './model-set.ts';
import defineProject, { associate as associateProject } from './project.ts';
import defineTag, { associate as associateTag } from './tag.ts';
import defineTask, { associate as associateTask } from './task.ts';
import defineTaskTag, { associate as associateTaskTag } from './task-tag.ts';
import defineTeam from './team.ts';
import defineUser, { associate as associateUser } from './user.ts';

/** Where the tables of the sample are. */
export interface CreateModelsOptions {
  /** As in `postgres://user@host:5432/database`; the environment's `DATABASE_URL` where left out. */
  readonly url?: string;
  /** The schema of all tables; the database's default where left out. */
  readonly schema?: string;
  /** As in Sequelize, but silent where left out. */
  readonly logging?: Options['logging'];
}

/** Defines the models of the sample on an instance and then associates them. It does not connect. */
export function defineModels(sequelize: Sequelize): ModelSet {
  const models: ModelSet = {
    Company: defineCompany(sequelize),
    Team: defineTeam(sequelize),
    User: defineUser(sequelize),
    Project: defineProject(sequelize),
    Task: defineTask(sequelize),
    Comment: defineComment(sequelize),
    Tag: defineTag(sequelize),
    TaskTag: defineTaskTag(sequelize),
    Attachment: defineAttachment(sequelize),
  };
  // An association needs both its models, so these run when all are defined.
  associateUser(models);
  associateProject(models);
  associateTask(models);
  associateComment(models);
  associateTaskTag(models);
  associateTag(models);
  associateAttachment(models);
  return models;
}

/** Makes a Sequelize instance that holds the models of the sample. It connects with its first query. */
export default function createModels(options: CreateModelsOptions = {}): Sequelize {
  const url = options.url ?? process.env.DATABASE_URL;
  const settings: Options = {
    logging: options.logging ?? false,
    ...(options.schema === undefined ? {} : { define: { schema: options.schema } }),
  };
  const sequelize =
    url === undefined ? new Sequelize({ dialect: 'postgres', ...settings }) : new Sequelize(url, settings);
  defineModels(sequelize);
  return sequelize;
}
