import { errorCodes } from '../errors/error-code.ts';
import { RequestError } from '../errors/request-error.ts';
import type { TrustedDocuments } from './trusted-documents.ts';

/** The parts of an HTTP request that may hold an operation, as Apollo Server takes them. */
export interface OperationCarrier {
  readonly method: string;
  /** What follows the path, from `?` on. */
  readonly search: string;
  /** The JSON of a POST; undefined where there is none. */
  readonly body: unknown;
}

/** What of a request says which operation it asks for. */
interface Asked {
  readonly documentId: unknown;
  readonly query: unknown;
  readonly extensions: unknown;
}

/**
 * The request with the text of the trusted document that it names: by `documentId`, as Relay does by `doc_id`, or as Apollo
 * Client does by `extensions.persistedQuery.sha256Hash`. The manifest's text counts, whatever text the request brings. One that
 * names none and brings a text of its own stays as it is, unless only trusted documents are executed.
 *
 * @throws RequestError with DOCUMENT_NOT_TRUSTED where it asks for what is not in the manifest and must be.
 */
export function findDocument<Carrier extends OperationCarrier>(
  documents: TrustedDocuments,
  request: Carrier,
): Carrier {
  const { method, search, body } = request;
  if (method === 'POST') {
    if (typeof body !== 'object' || body === null || Array.isArray(body)) {
      // Nothing that Apollo Server would execute: batches are off.
      return request;
    }
    const { documentId, doc_id: relayId, ...rest } = body as Readonly<Record<string, unknown>>;
    const asked = { documentId: documentId ?? relayId, query: rest.query, extensions: rest.extensions };
    const found = findText(documents, asked);
    if (found === null) {
      return request;
    }
    const extensions =
      hashOf(rest.extensions) === undefined ? {} : { extensions: withoutHash(rest.extensions) };
    return { ...request, body: { ...rest, ...extensions, query: found } };
  }
  const params = new URLSearchParams(search);
  const extensions = parseJson(params.get('extensions'));
  const asked = {
    documentId: params.get('documentId') ?? params.get('doc_id') ?? undefined,
    query: params.get('query') ?? undefined,
    extensions,
  };
  const found = findText(documents, asked);
  if (found === null) {
    return request;
  }
  params.delete('documentId');
  params.delete('doc_id');
  params.set('query', found);
  if (hashOf(extensions) !== undefined) {
    params.set('extensions', JSON.stringify(withoutHash(extensions)));
  }
  return { ...request, search: `?${params}` };
}

/** The text to execute; null where the request is not to be changed. */
function findText({ byId, texts, only }: TrustedDocuments, asked: Asked): string | null {
  const { documentId, query, extensions } = asked;
  const hash = hashOf(extensions);
  const id = documentId ?? hash;
  if (id === undefined && (query === undefined || query === null || query === '')) {
    return null;
  }
  const named = typeof id === 'string' ? (byId.get(id) ?? byId.get(id.replace(/^sha256:/, ''))) : undefined;
  if (named !== undefined) {
    return named;
  }
  if (documentId !== undefined || (only && !(id === undefined && texts.has(query as string)))) {
    throw new RequestError(
      errorCodes.DOCUMENT_NOT_TRUSTED,
      id === undefined
        ? 'The server executes only the operations of its manifest (trustedDocuments), and this is none of them.'
        : `The manifest of the server (trustedDocuments) has no document of this id: ${JSON.stringify(id).slice(0, 100)}.`,
    );
  }
  return only ? (query as string) : null;
}

function hashOf(extensions: unknown): unknown {
  const { persistedQuery } = (extensions ?? {}) as {
    readonly persistedQuery?: { readonly sha256Hash?: unknown };
  };
  return persistedQuery?.sha256Hash;
}

/** Else Apollo Server would look for the hash among those that clients have registered. */
function withoutHash(extensions: unknown): object {
  const { persistedQuery: _persistedQuery, ...rest } = extensions as Readonly<Record<string, unknown>>;
  return rest;
}

function parseJson(text: string | null): unknown {
  try {
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
