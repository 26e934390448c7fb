import type { CatalogModel, CatalogNamedScope, ScopeArgument } from './catalog.ts';
import { checkNames, legalName } from './check-names.ts';
import type { Finding } from './finding.ts';
import { type ModelOptions, type ScopeOptions, scopeWords } from './model-options.ts';

/** The types that an argument of a scope may have, and lists of them. */
export const scopeArgumentTypes = [
  ...(['ID', 'Int', 'Float', 'String', 'Boolean'] as const),
  ...(['BigInt', 'Decimal', 'Date', 'Time', 'DateTime', 'UUID'] as const),
] as const;

/** The scopes that the options let clients ask for, with what they say of each. */
export function scopeEntries({ scopes = {} }: ModelOptions): [name: string, options: ScopeOptions][] {
  return Object.entries(scopes).flatMap(([name, entry]): [string, ScopeOptions][] =>
    entry === false || entry === undefined ? [] : [[name, entry === true ? {} : entry]],
  );
}

/** The scopes of a model, those that are offered with their arguments. */
export function configureScopes(model: CatalogModel, options: ModelOptions): readonly CatalogNamedScope[] {
  const entries = new Map(scopeEntries(options));
  return model.scopes.map((scope) => {
    const entry = entries.get(scope.name);
    return entry === undefined
      ? scope
      : {
          ...scope,
          offer: {
            description: entry.description ?? null,
            arguments: argumentsOf(entry),
            replacesDefault: entry.replacesDefault ?? false,
          },
        };
  });
}

function argumentsOf({ arguments: types = {} }: ScopeOptions): ScopeArgument[] {
  return Object.entries(types).map(([name, type]) => ({ name, type }));
}

/** What of the options for scopes and deleted rows does not fit the model. */
export function checkScopes(model: CatalogModel, options: ModelOptions, place: string): Finding[] {
  const findings = checkNames(
    `${place}.scopes`,
    Object.keys(options.scopes ?? {}),
    model.scopes.map(({ name }) => name),
    `scope of ${model.name}`,
  );
  for (const [name, entry] of scopeEntries(options)) {
    const here = `${place}.scopes.${name}`;
    const scope = model.scopes.find((candidate) => candidate.name === name);
    findings.push(
      ...checkNames(
        here,
        Object.keys(entry),
        scopeWords,
        'option of a scope',
        `Known are ${scopeWords.join(', ')}.`,
      ),
      ...argumentsOf(entry).flatMap((argument) => checkArgument(argument, `${here}.arguments`)),
      ...(scope === undefined ? [] : checkParameters(scope, argumentsOf(entry), here)),
    );
  }
  if (options.deleted === true && !model.paranoid) {
    findings.push(
      notApplicable(
        `${place}.deleted`,
        `${model.name} is not paranoid: what is deleted is gone.`,
        'Leave it out, or define the model with paranoid: true.',
      ),
    );
  }
  return findings;
}

function checkParameters(
  { name, parameters }: CatalogNamedScope,
  declared: readonly ScopeArgument[],
  place: string,
): Finding[] {
  if (parameters === null) {
    return declared.length === 0
      ? []
      : [
          notApplicable(
            place,
            `The scope ${name} is no function, and takes no arguments.`,
            `Write ${JSON.stringify(name)}: true.`,
          ),
        ];
  }
  return declared.length >= parameters
    ? []
    : [
        notApplicable(
          place,
          `The scope ${name} is a function of ${parameters} parameters, and ${declared.length} arguments are declared.`,
          'Declare all of them in their order: { arguments: { ownerId: "ID!" } }.',
        ),
      ];
}

function checkArgument({ name, type }: ScopeArgument, place: string): Finding[] {
  const findings: Finding[] = [];
  if (!legalName.test(name)) {
    findings.push({
      code: 'OPTION_NAME_UNUSABLE',
      severity: 'fatal',
      place,
      message: `${JSON.stringify(name)} is no name in GraphQL.`,
      mend: 'Write it in letters from A to Z, digits and underscores, with no digit and no two underscores in front.',
      served: null,
    });
  }
  const known = `Known are ${scopeArgumentTypes.join(', ')}, with ! where null is refused, and lists such as "[ID!]!".`;
  return [
    ...findings,
    ...checkNames(
      `${place}.${name}`,
      [innermostName(String(type))],
      scopeArgumentTypes,
      'type of an argument',
      known,
    ),
  ];
}

/** `ID` of `[ID!]!`; a text that is written otherwise comes back as it is. */
function innermostName(type: string): string {
  const nullable = type.endsWith('!') ? type.slice(0, -1) : type;
  if (nullable.startsWith('[') && nullable.endsWith(']')) {
    return innermostName(nullable.slice(1, -1));
  }
  return nullable;
}

function notApplicable(place: string, message: string, mend: string): Finding {
  return { code: 'OPTION_NOT_APPLICABLE', severity: 'fatal', place, message, mend, served: null };
}
