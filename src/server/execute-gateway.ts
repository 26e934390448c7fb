import type { ApolloServerOptions } from '@apollo/server';
import type { ExecutionResult, GraphQLFormattedError, GraphQLSchema } from 'graphql';
import { execute, executeToText } from '../build/execute.ts';
import type { ExecutedRequests } from './answer-known.ts';

type GatewayInterface = NonNullable<ApolloServerOptions<object>['gateway']>;
type SchemaListener = Parameters<GatewayInterface['onSchemaLoadOrUpdate']>[0];

/** An answer's data that is JSON already, in the place of the object that it stands for. */
export class WrittenData {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** For whoever writes it as part of something else. */
  toJSON(): unknown {
    return JSON.parse(this.text);
  }
}

interface GatewaySettings {
  /** How many errors in the variables are told. */
  readonly maxCoercionErrors: number;
  /** Whether data may be written before Apollo Server's plugins see it: they would see a text, and no object. */
  readonly writesText: boolean;
  /** What was executed already, by the contextValue that Apollo Server made of the request's. */
  readonly executed: ExecutedRequests;
}

/**
 * Executes operations in Apollo Server's place for a gateway, the one where it lets another executor in. All else is as
 * without it.
 */
export function createExecuteGateway(
  schema: GraphQLSchema,
  { maxCoercionErrors, writesText, executed }: GatewaySettings,
): GatewayInterface {
  const listeners: SchemaListener[] = [];
  return {
    onSchemaLoadOrUpdate: (listener) => {
      listeners.push(listener);
      return () => listeners.splice(listeners.indexOf(listener), 1);
    },
    load: async () => {
      for (const listener of listeners) {
        listener({ apiSchema: schema, coreSupergraphSdl: '' });
      }
      return {
        executor: async ({ document, request, context }): Promise<ExecutionResult> => {
          const before = executed.get(context);
          if (before !== undefined) {
            return before.result;
          }
          const execution = {
            schema,
            document,
            contextValue: context,
            variableValues: request.variables ?? null,
            operationName: request.operationName ?? null,
            options: { maxCoercionErrors },
          };
          if (!writesText) {
            return execute(execution);
          }
          const answer = await executeToText(execution);
          return 'text' in answer ? { data: new WrittenData(answer.text) as never } : answer;
        },
      };
    },
    stop: async () => {},
  };
}

/** Gives the text of an answer: JSON, with a line break at its end as Apollo Server has it. */
export function stringifyResult(result: {
  readonly data?: unknown;
  readonly errors?: readonly GraphQLFormattedError[] | undefined;
  readonly extensions?: unknown;
}): string {
  const { data, errors, extensions } = result;
  if (!(data instanceof WrittenData) || errors !== undefined) {
    return `${JSON.stringify(result)}\n`;
  }
  const rest = extensions === undefined ? '' : `,"extensions":${JSON.stringify(extensions)}`;
  return `{"data":${data.text}${rest}}\n`;
}
