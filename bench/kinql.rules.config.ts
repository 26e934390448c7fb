/** Every row meets the rule on its model, so that answers are those without rules: what rules cost is what differs. */
const rule = {
  member: {
    read: { id: { gte: { viewer: 'least' } } },
    create: true,
    readable: { except: [] },
    writable: { except: [] },
  },
};

export default {
  writes: true,
  viewer: () => ({ role: 'member', least: 1 }),
  rules: { models: { Company: rule, User: rule, Project: rule, Task: rule } },
};
