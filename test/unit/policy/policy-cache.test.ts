import { describe, expect, it } from '@jest/globals';
import { createPolicies } from '../../../src/policy/policy-cache.ts';
import type { RulesOptions } from '../../../src/policy/rules.ts';

const task = {
  name: 'Task',
  attributes: [{ name: 'companyId', column: 'companyId', stored: true }],
  associations: [],
};
const context = { catalog: { dialect: 'postgres', models: [task] }, names: { models: {} } } as never;

const rules = (read: unknown): RulesOptions =>
  ({ models: { Task: { member: { read }, '*': { read: false } } } }) as never;

describe('createPolicies', () => {
  const byCompany = createPolicies(context, rules({ companyId: { eq: { viewer: 'companyId' } } }));

  it('gives viewers one policy who are the same as far as rules look at them', () => {
    const first = byCompany({ role: 'member', companyId: 1, name: 'Ada' });
    expect(byCompany({ role: 'member', companyId: 1, name: 'Bo' })).toBe(first);
    expect(first.isKept).toBe(true);
  });

  it.each([
    ['another value', { role: 'member', companyId: 2 }],
    ['the same digits as text', { role: 'member', companyId: '1' }],
    ['no value', { role: 'member' }],
    ['null', { role: 'member', companyId: null }],
    ['another role', { role: 'guest', companyId: 1 }],
    ['a further role', { roles: ['member', 'guest'], companyId: 1 }],
  ])('tells viewers apart by %s', (_, viewer) => {
    expect(byCompany(viewer)).not.toBe(byCompany({ role: 'member', companyId: 1 }));
  });

  it('tells nothing from null', () => {
    expect(byCompany({ role: 'member', companyId: null })).not.toBe(byCompany({ role: 'member' }));
  });

  it('takes the values of the moment: an app may change its viewer, or keep what belongs to it', () => {
    const conditionFor = (companyId: unknown) => [
      {
        kind: 'condition',
        condition: { kind: 'attribute', attribute: 'companyId', operator: 'in', value: companyId },
      },
    ];
    const policies = createPolicies(context, rules({ companyId: { in: { viewer: 'companies' } } }));
    const viewer = { role: 'member', companies: [1] };
    const first = policies(viewer);
    viewer.companies.push(2);
    const second = policies(viewer);
    viewer.companies = [3];
    viewer.role = 'guest';
    expect(policies({ role: 'member', companies: [1] })).toBe(first);
    expect(first.rows('Task', 'read')).toEqual(conditionFor([1]));
    expect(second.rows('Task', 'read')).toEqual(conditionFor([1, 2]));
    expect(policies(viewer).rows('Task', 'read')).toBe('none');
  });

  it('keeps none for values that JSON does not hold', () => {
    for (const companyId of [new Date(0), 1n, { id: 1 }, Number.NaN]) {
      const viewer = { role: 'member', companyId };
      expect(byCompany(viewer)).not.toBe(byCompany(viewer));
      expect(byCompany(viewer).isKept).toBeUndefined();
    }
  });

  it('asks rules that are functions for each operation', () => {
    const policies = createPolicies(
      context,
      rules(() => true),
    );
    const viewer = { role: 'member' };
    expect(policies(viewer)).not.toBe(policies(viewer));
  });

  it('keeps a thousand, and forgets those that were not asked for longest', () => {
    const policies = createPolicies(context, rules({ id: { eq: { viewer: 'id' } } }));
    const [first, second] = [policies({ id: -1 }), policies({ id: -2 })];
    for (let id = 0; id < 998; id += 1) {
      policies({ id });
    }
    expect(policies({ id: -1 })).toBe(first);
    policies({ id: 998 });
    expect(policies({ id: -1 })).toBe(first);
    expect(policies({ id: -2 })).not.toBe(second);
  });
});
