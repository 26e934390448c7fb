import type { GraphQLObjectType } from 'graphql';
import type { ModelNaming } from '../inflection/name-catalog.ts';
import { invariant } from '../util/invariant.ts';
import type { Builder } from './builder.ts';

export function objectType(builder: Builder, model: string): GraphQLObjectType {
  const type = builder.objectTypes.get(model);
  invariant(type, `no object type for ${model}`);
  return type;
}

export function namingOf(builder: Builder, model: string): ModelNaming {
  const naming = builder.names.models[model];
  invariant(naming, `no names for ${model}`);
  return naming;
}
