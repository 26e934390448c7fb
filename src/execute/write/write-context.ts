import type { Transaction } from 'sequelize';
import type { Names } from '../../inflection/name-catalog.ts';
import type { Plan, Read } from '../../plan/plan.ts';
import type { Policy } from '../../policy/policy.ts';
import type { Engine, EngineModel } from '../engine.ts';
import { Loaders } from '../loaders.ts';
import type { Row } from '../row.ts';
import type { RowBudget } from '../row-budget.ts';

/** One mutation field under way, within its transaction. */
export interface WriteContext {
  readonly engine: Engine;
  readonly names: Names;
  readonly transaction: Transaction;
  /** What the viewer may do; null where there are no rules. */
  readonly policy: Policy | null;
  /** What the whole operation may read. */
  readonly budget: RowBudget;
}

/** A model instance, as far as writing it goes. */
export interface WrittenInstance extends Row {
  readonly dataValues: Row;
  get(attribute: string, options?: { raw: true }): unknown;
  set(values: object): void;
  changed(): false | string[];
  changed(attribute: string, isChanged: boolean): void;
  save(options: object): Promise<unknown>;
  validate(options: object): Promise<unknown>;
  destroy(options: object): Promise<unknown>;
  restore(options: object): Promise<unknown>;
  reload(options: object): Promise<unknown>;
}

/** Loaders of one read, within the transaction. */
export function loadersOf({ engine, transaction, policy, budget }: WriteContext, read: Read): Loaders {
  const plan: Plan = { fields: [], reads: { [readId]: read } };
  return new Loaders(engine, plan, transaction, { policy, budget });
}

/** Under this id the loaders of `loadersOf` have their read. */
export const readId = 'read';

/** What clients call an attribute, whether they read it or only write it. */
export function fieldName({ names }: WriteContext, model: string, attribute: string): string {
  const naming = names.models[model];
  return naming?.attributes[attribute] ?? naming?.writeOnly[attribute] ?? attribute;
}

/** What clients call a model. */
export function typeName({ names }: WriteContext, model: string): string {
  return names.models[model]?.type ?? model;
}

/** An attribute's value as the instance holds it, past getters. */
export function rawValue(instance: WrittenInstance, attribute: string): unknown {
  return instance.get(attribute, { raw: true });
}

/** The attributes of the primary key, by which Sequelize writes a row. */
export function primaryKeyOf({ live }: EngineModel): readonly string[] {
  return live.primaryKeyAttributes;
}
