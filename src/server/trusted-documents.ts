import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type GraphQLSchema, type ParseOptions, parse, specifiedRules, validate } from 'graphql';
import type { TrustedDocumentsOptions } from '../build/create-schema.ts';
import { StartupError } from '../errors/startup-error.ts';
import { checkOperation } from '../plugins/limits/check-operation.ts';
import { getLimits, limitRules } from '../plugins/limits/limit-rules.ts';

/** The operations that clients name by id, or may ask for at all. */
export interface TrustedDocuments {
  readonly byId: ReadonlyMap<string, string>;
  /** Every document of the manifest. */
  readonly texts: ReadonlySet<string>;
  /** Whether nothing else is executed. */
  readonly only: boolean;
}

/**
 * Reads a manifest: Apollo's (`"format": "apollo-persisted-query-manifest"`), or an object of documents by their ids, as
 * graphql-codegen and Relay make. Each document is held to the schema and its limits.
 *
 * @throws StartupError with every document that could never be executed, or with why there are none.
 */
export function loadTrustedDocuments(
  { manifest, only = false }: TrustedDocumentsOptions,
  schema: GraphQLSchema,
): TrustedDocuments {
  const place = typeof manifest === 'string' ? manifest : 'The manifest of trustedDocuments';
  const content = typeof manifest === 'string' ? readManifest(manifest) : manifest;
  const entries = readEntries(content, place);
  const problems = entries.flatMap(({ id, text }) =>
    findProblems(schema, text).map(
      (problem) => `${place}: the document ${id} cannot be executed: ${problem}`,
    ),
  );
  const byId = new Map<string, string>();
  for (const { id, text } of entries) {
    if ((byId.get(id) ?? text) !== text) {
      problems.push(`${place}: two documents have the id ${id}: make the manifest anew.`);
    }
    byId.set(id, text);
  }
  if (problems.length > 0) {
    throw new StartupError(problems);
  }
  return { byId, texts: new Set(byId.values()), only };
}

/** How documents are parsed, those of a manifest as those of clients. */
export function parseOptionsOf(schema: GraphQLSchema): ParseOptions {
  const { tokens, sourceLength } = getLimits(schema);
  return { maxLexicalTokens: tokens, maxSourceLength: sourceLength };
}

function readManifest(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(resolve(path), 'utf8');
  } catch (error) {
    throw new StartupError(
      [`The manifest of trusted documents ${path} cannot be read: give the path of a file.`],
      {
        cause: error,
      },
    );
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new StartupError([`The manifest of trusted documents ${path} is no JSON: make it anew.`], {
      cause: error,
    });
  }
}

interface Entry {
  readonly id: string;
  readonly text: string;
}

function readEntries(content: unknown, place: string): readonly Entry[] {
  const isApollo = isObject(content) && 'format' in content;
  if (isApollo) {
    const { format, version, operations } = content;
    if (format !== 'apollo-persisted-query-manifest' || version !== 1) {
      throw new StartupError([
        `${place} has the format ${JSON.stringify(format)}, version ${JSON.stringify(version)}: known is "apollo-persisted-query-manifest", version 1.`,
      ]);
    }
    if (Array.isArray(operations)) {
      const entries = operations.map((operation: unknown) =>
        isObject(operation) ? { id: operation.id, text: operation.body } : { id: undefined, text: undefined },
      );
      if (entries.every(isEntry)) {
        return entries;
      }
    }
    throw new StartupError([`${place} lacks the id or the body of an operation: make it anew.`]);
  }
  const entries = isObject(content) ? Object.entries(content).map(([id, text]) => ({ id, text })) : [];
  if (!isObject(content) || !entries.every(isEntry)) {
    throw new StartupError([
      `${place} is no manifest: known are Apollo's, and an object of documents by their ids.`,
    ]);
  }
  return entries;
}

function isEntry(entry: { readonly id: unknown; readonly text: unknown }): entry is Entry {
  return typeof entry.id === 'string' && typeof entry.text === 'string';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What keeps a document from ever being executed. What its variables may cost is for each request to show. */
function findProblems(schema: GraphQLSchema, text: string): readonly string[] {
  try {
    const document = parse(text, parseOptionsOf(schema));
    const errors = validate(schema, document, [...specifiedRules, ...limitRules()], { maxErrors: 5 });
    const excess = errors.length > 0 ? null : checkOperation({ schema, document });
    return [...errors, ...(excess === null ? [] : [excess])].map(({ message }) => message);
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}
