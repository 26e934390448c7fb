import { describe, expect, it } from '@jest/globals';
import { assertNever, invariant } from '../../../src/util/invariant.ts';

describe('invariant', () => {
  it('throws with its message when the condition does not hold', () => {
    expect(() => invariant(undefined, 'no model A in the engine')).toThrow(
      new Error('KinQL invariant: no model A in the engine'),
    );
  });

  it('lets anything true pass', () => {
    expect(() => invariant({}, 'never seen')).not.toThrow();
  });
});

describe('assertNever', () => {
  it('throws with the value that no case took', () => {
    expect(() => assertNever({ kind: 'new' } as never)).toThrow(
      new Error('KinQL invariant: unexpected {"kind":"new"}'),
    );
  });
});
