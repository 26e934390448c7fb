import { expect, it } from '@jest/globals';
import { createTaskSchema, planOf } from './task-schema.ts';

it('plans fragments that spread each other twice over in one part for each, not for each way through them', () => {
  const depth = 60;
  const fragments = Array.from(
    { length: depth },
    (_, index) =>
      `fragment F${index} on Task { a: owner { tasksByOwner(limit: 1) { ...F${index + 1} } } b: owner { tasksByOwner(limit: 1) { ...F${index + 1} } } }`,
  );
  // Planned one way after the other, this would be 2^60 fields.
  const { reads } = planOf(
    createTaskSchema(),
    `{ tasks { ...F0 } } ${fragments.join(' ')} fragment F${depth} on Task { title }`,
  );
  expect(Object.keys(reads)).toEqual([
    'Task of ownerId limit 1 offset 0',
    'User by id',
    'Task limit 10 at most offset 0',
  ]);
});
