import type { GraphQLSchema } from 'graphql';
import type { Sequelize, Transaction } from 'sequelize';
import { createSchema, type KinqlOptions } from '../../src/build/create-schema.ts';

/** A schema whose requests run in the transaction that their context holds. */
export function transactedSchema(sequelize: Sequelize, options: KinqlOptions): GraphQLSchema {
  return createSchema(sequelize, {
    ...options,
    onFinding: () => {},
    transaction: ({ transaction }: { readonly transaction?: Transaction }) => transaction,
  });
}
