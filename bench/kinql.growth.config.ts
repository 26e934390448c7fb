/** Pages and budgets as large as the growth of answers is looked at. */
export default {
  rules: 'none',
  page: { max: 100_000 },
  limits: { rows: 1_000_000, cost: 100_000_000 },
} as const;
