import type { ASTVisitor, DocumentNode, GraphQLSchema, ValidationContext, ValidationRule } from 'graphql';
import { getOperations } from '../../build/build-schema.ts';
import { LimitError } from '../../errors/limit-error.ts';
import { limitsOf } from '../../execute/engine.ts';
import {
  defaultOperationLimits,
  type LimitName,
  type LimitsOptions,
  type OperationLimits,
  resolveOperationLimits,
} from '../../plan/operation-limits.ts';
import { measureDocument } from './measure-document.ts';

/** The limits of a schema: those of its option `limits`; of a schema that KinQL did not make, the defaults. */
export function getLimits(schema: GraphQLSchema): OperationLimits {
  const operations = getOperations(schema);
  return operations === undefined ? defaultOperationLimits : limitsOf(operations.engine);
}

/**
 * The rules to validate documents by, beside `specifiedRules`, where a schema is served by another server than KinQL's.
 * Without `limits` they go by those of the schema. Linear in the document.
 */
export function limitRules(limits?: LimitsOptions): ValidationRule[] {
  const given = limits && resolveOperationLimits(limits);
  return [(context) => documentRule(context, given ?? getLimits(context.getSchema()))];
}

function documentRule(context: ValidationContext, limits: OperationLimits): ASTVisitor {
  return {
    Document: {
      enter(document) {
        const problems = findDocumentProblems(document, limits);
        for (const problem of problems) {
          context.reportError(problem);
        }
        // Without the document there is nothing left to validate: other rules are what such documents keep busy.
        return problems.length > 0 ? null : undefined;
      },
    },
  };
}

type DocumentLimit = Exclude<LimitName, 'cost' | 'rows' | 'filterRelations'>;

/** What a client is told, for each limit of a document. */
const sentences: Readonly<Record<DocumentLimit, (found: number, allowed: number) => string>> = {
  sourceLength: (found, allowed) => `The document has ${found} characters; ${allowed} are allowed`,
  tokens: (found, allowed) => `The document has ${found} tokens; ${allowed} are allowed`,
  depth: (found, allowed) => `The operation nests fields ${found} deep; ${allowed} are allowed`,
  aliases: (found, allowed) => `The operation has ${found} aliases; ${allowed} are allowed`,
  repeatedFields: (found, allowed) => `The operation repeats ${found} fields; ${allowed} may be repeated`,
  directives: (found, allowed) => `The operation has ${found} directives; ${allowed} are allowed`,
  recursiveSelections: (found, allowed) =>
    `The operation has ${found} selections once its fragments are spread; ${allowed} are allowed`,
};

/** What graphql-js says of a document that is over a limit of its parser, with the limit in brackets. */
const parserMessages: ReadonlyArray<readonly [RegExp, DocumentLimit]> = [
  [/^Syntax Error: Document contains more \w+ (\d+) tokens\. Parsing aborted\.$/, 'tokens'],
  [/^Syntax Error: Source contains more than (\d+) UTF-16 code units\. Parsing aborted\.$/, 'sourceLength'],
];

/**
 * The refusal behind the message of an error of parsing, for what the parser counted by itself; null for any other message.
 * It stops at the first that is too many.
 */
export function findParserLimit(message: string): LimitError | null {
  for (const [pattern, setting] of parserMessages) {
    const allowed = Number(pattern.exec(message)?.[1]);
    if (!Number.isNaN(allowed)) {
      const things = setting === 'tokens' ? 'tokens' : 'characters';
      return new LimitError(`The document has more than the ${allowed} ${things} that are allowed`, {
        setting,
        allowed,
        found: allowed + 1,
      });
    }
  }
  return null;
}

/** Every limit that a document is over. */
export function findDocumentProblems(document: DocumentNode, limits: OperationLimits): LimitError[] {
  const measures = {
    ...measureDocument(document),
    sourceLength: document.loc?.source.body.length ?? 0,
    tokens: document.tokenCount ?? 0,
  };
  return (Object.keys(sentences) as DocumentLimit[])
    .filter((name) => measures[name] > limits[name])
    .map((setting) => {
      const found = measures[setting];
      const allowed = limits[setting];
      return new LimitError(sentences[setting](found, allowed), { setting, allowed, found });
    });
}
