import type { Transaction } from 'sequelize';

/** The transaction that a savepoint is a part of, or the transaction itself. */
export function rootOf(transaction: Transaction): Transaction {
  let root = transaction as Transaction & { readonly parent?: Transaction };
  while (root.parent) {
    root = root.parent;
  }
  return root;
}
