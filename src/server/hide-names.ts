import type { ApolloServerPlugin } from '@apollo/server';
import {
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
} from 'graphql';

const namePattern = /[_A-Za-z][_0-9A-Za-z]*/g;

/** What stands for a name that a client may not learn. */
const hidden = '…';

/**
 * Takes the names of the schema that are not in the request out of its errors' messages: those of graphql-js name types,
 * required arguments and the like, from which a schema that may not be asked for could be put together bit by bit.
 */
export function hideNamesPlugin(schema: GraphQLSchema): ApolloServerPlugin<object> {
  let names: ReadonlySet<string> | undefined;
  return {
    requestDidStart: async () => ({
      willSendResponse: async ({ request, source, response: { body } }) => {
        if (body.kind !== 'single' || body.singleResult.errors === undefined) {
          return;
        }
        names ??= collectNames(schema);
        const texts = [source ?? request.query ?? '', ...textsIn(request.variables)];
        const known = new Set(texts.flatMap((text) => text.match(namePattern) ?? []));
        const secret = names;
        const isSecret = (name: string): boolean => secret.has(name) && !known.has(name);
        body.singleResult.errors = body.singleResult.errors.map((error) => ({
          ...error,
          message: hideNames(error.message, isSecret),
        }));
      },
    }),
  };
}

/** The keys and texts in a request's variables, without recursion, since nobody has looked yet how deep they are. */
function textsIn(variables: unknown): string[] {
  const texts: string[] = [];
  const pending: unknown[] = [variables];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (typeof value === 'string') {
      texts.push(value);
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) {
        texts.push(key);
        pending.push(inner ?? null);
      }
    }
  }
  return texts;
}

/** Whatever of the schema has a name, but for scalars and root types, whose names are the same everywhere. */
export function collectNames(schema: GraphQLSchema): ReadonlySet<string> {
  const names = new Set<string>();
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  for (const type of Object.values(schema.getTypeMap())) {
    if (isScalarType(type) || type.name.startsWith('__')) {
      continue;
    }
    if (!roots.includes(type as never)) {
      names.add(type.name);
    }
    if (isEnumType(type)) {
      for (const { name } of type.getValues()) {
        names.add(name);
      }
    } else if (isObjectType(type) || isInterfaceType(type)) {
      for (const field of Object.values(type.getFields())) {
        names.add(field.name);
        for (const { name } of field.args) {
          names.add(name);
        }
      }
    } else if (isInputObjectType(type)) {
      for (const name of Object.keys(type.getFields())) {
        names.add(name);
      }
    }
  }
  return names;
}

/**
 * The message without the names that `isSecret` tells. In quotes and before or after a dot every such name goes. Elsewhere, where
 * "name" and "in" are words like others, only what is no word of English: `TaskWhere`, `user_id`, `ASC_NULLS`.
 */
export function hideNames(message: string, isSecret: (name: string) => boolean): string {
  return message
    .split(/("(?:[^"\\]|\\.)*")/)
    .map((part, index) =>
      part.replace(namePattern, (name, offset: number) => {
        const isDotted = part[offset - 1] === '.' || /^\.[_A-Za-z]/.test(part.slice(offset + name.length));
        const isCompound = /[a-z0-9][A-Z]|_|\d/.test(name);
        return (index % 2 === 1 || isDotted || isCompound) && isSecret(name) ? hidden : name;
      }),
    )
    .join('');
}
