import type { ApolloServerPlugin, HTTPGraphQLRequest } from '@apollo/server';
import { type DocumentNode, Kind, OperationTypeNode } from 'graphql';

/** Documents that are remembered, and their characters in all. */
const maxDocuments = 1_000;
const maxCharacters = 2_000_000;

const jsonType = 'application/json; charset=utf-8';
const responseType = 'application/graphql-response+json; charset=utf-8';

/** What browsers and clients for GraphQL send as `accept`, and the type that Apollo Server chooses for it. */
const contentTypes: ReadonlyMap<string | undefined, string> = new Map([
  [undefined, jsonType],
  ['*/*', jsonType],
  ['application/json', jsonType],
  ['application/json, */*', jsonType],
  ['application/json, text/plain, */*', jsonType],
  ['application/graphql-response+json', responseType],
  ['application/graphql-response+json, application/json', responseType],
  ['application/graphql-response+json,application/json', responseType],
  ['application/graphql-response+json,application/json;q=0.9', responseType],
]);

/** An operation that Apollo Server has taken before, as it is asked for again. */
export interface KnownOperation {
  readonly document: DocumentNode;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>> | null;
  readonly contentType: string;
}

/**
 * The documents that Apollo Server has parsed and found valid, by their texts. A request that asks for one of them again and for nothing
 * beside it needs none of what Apollo Server does before an operation runs.
 */
export class KnownOperations {
  readonly #documents = new Map<string, DocumentNode>();
  #characters = 0;

  /** Learns from Apollo Server which documents are valid. */
  plugin(): ApolloServerPlugin<object> {
    return {
      requestDidStart: async () => ({
        didResolveOperation: async ({ source, document }) => this.#learn(source, document),
      }),
    };
  }

  /** The operation that a request asks for, `accept` being its header; null where Apollo Server must look at the request. */
  find(
    { method, body }: Pick<HTTPGraphQLRequest, 'method' | 'body'>,
    accept: string | undefined,
  ): KnownOperation | null {
    if (method !== 'POST' || typeof body !== 'object' || body === null) {
      return null;
    }
    const { query, operationName, variables, ...others } = body as Readonly<Record<string, unknown>>;
    const contentType = contentTypes.get(accept);
    const document = typeof query === 'string' ? this.#documents.get(query) : undefined;
    if (
      document === undefined ||
      contentType === undefined ||
      !Object.values(others).every((value) => value === undefined) ||
      !(isAbsent(operationName) || typeof operationName === 'string') ||
      !(isAbsent(variables) || (typeof variables === 'object' && !Array.isArray(variables)))
    ) {
      return null;
    }
    return {
      document,
      contentType,
      operationName: (operationName as string | undefined) ?? null,
      variables: (variables as KnownOperation['variables'] | undefined) ?? null,
    };
  }

  /** The one that was learned first makes place; if it is asked for again, it is learned again. */
  #learn(text: string, document: DocumentNode): void {
    const hasSubscription = document.definitions.some(
      (definition) =>
        definition.kind === Kind.OPERATION_DEFINITION &&
        definition.operation === OperationTypeNode.SUBSCRIPTION,
    );
    if (hasSubscription || this.#documents.has(text)) {
      return;
    }
    this.#documents.set(text, document);
    this.#characters += text.length;
    while (this.#documents.size > maxDocuments || this.#characters > maxCharacters) {
      const [first = ''] = this.#documents.keys();
      this.#documents.delete(first);
      this.#characters -= first.length;
    }
  }
}

function isAbsent(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}
