import { expect } from '@jest/globals';
import type { World } from './on-each-database.ts';

/** Which of the values that `valuesOf` filled in, by their places from 0, meet a filter on `v`. */
export async function findValues(world: World, filter: unknown): Promise<number[]> {
  const [found] = await findEach(world, [{ v: filter }]);
  return found as number[];
}

/** The same for many conditions on a row at once. */
export async function findEach(world: World, conditions: readonly unknown[]): Promise<number[][]> {
  const names = conditions.map((_, index) => `c${index}`);
  const source = `query (${names.map((name) => `$${name}: ValueWhere`)}) {
    ${names.map((name) => `${name}: values(where: $${name}) { id }`).join('\n')}
  }`;
  const variables = Object.fromEntries(names.map((name, index) => [name, conditions[index]]));
  const { data, errors } = await world.query(source, variables);
  expect(errors).toBeUndefined();
  const rows = data as Readonly<Record<string, readonly { readonly id: string }[]>>;
  return names.map((name) => (rows[name] ?? []).map(({ id }) => Number(id) - 1));
}

/** The message and code of the error that a filter on `v` is refused with. */
export async function refusalOf(world: World, filter: unknown): Promise<unknown> {
  const { errors } = await world.query('query ($where: ValueWhere) { values(where: $where) { id } }', {
    where: { v: filter },
  });
  return errors?.map(({ message, code }) => [code, message]);
}
