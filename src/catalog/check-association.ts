import type { AssociationOddity, Catalog, CatalogAssociation, CatalogModel } from './catalog.ts';
import { findAttribute, isKeyKind, isUniqueAttribute } from './catalog.ts';
import { checkScope } from './check-scope.ts';
import { type Finding, type FindingCode, printAssociation } from './finding.ts';

interface CheckedAssociation {
  readonly served: boolean;
  readonly findings: readonly Finding[];
}

const leftOut = 'the association is left out.';

/**
 * Judges one association of `model`. `servedModels` are the names of the models that are served. An inverse that was
 * inferred adds no finding of its own: what is wrong with it was said of the belongsTo it mirrors.
 */
export function checkAssociation(
  association: CatalogAssociation,
  model: CatalogModel,
  catalog: Catalog,
  servedModels: ReadonlySet<string>,
): CheckedAssociation {
  const target = catalog.models.find((candidate) => candidate.name === association.target);
  const place = printAssociation(association, target);
  const refuse = (code: FindingCode, message: string, mend: string): CheckedAssociation => ({
    served: false,
    findings: association.inferred
      ? []
      : [{ code, severity: 'warning', place, message, mend, served: leftOut }],
  });

  for (const oddity of association.oddities) {
    if (oddity !== 'uniqueKey') {
      const { code, message, mend } = oddityTexts[oddity];
      return refuse(code, message, mend);
    }
  }
  if (target === undefined || !servedModels.has(target.name)) {
    return {
      served: false,
      findings:
        target === undefined && !association.inferred
          ? refuse(
              'ASSOCIATION_TARGET_MISSING',
              `The model ${association.target} is not among the instance's models.`,
              'Define it on the same Sequelize instance.',
            ).findings
          : [],
    };
  }
  const through = association.through;
  const throughModel = through === null ? null : catalog.models.find(({ name }) => name === through.model);
  if (throughModel === undefined) {
    return refuse(
      'ASSOCIATION_TARGET_MISSING',
      `The through model ${through?.model} is not among the instance's models.`,
      'Define it on the same Sequelize instance.',
    );
  }
  const scopeProblem =
    (association.targetScope && checkScope(association.targetScope, target, "The target's scope")) ??
    (through && throughModel && checkScope(through.scope, throughModel, "The through model's scope"));
  if (scopeProblem !== null) {
    return refuse('SCOPE_NOT_SERVED', scopeProblem.message, scopeProblem.mend);
  }
  for (const [owner, name] of [
    [model, association.sourceAttribute],
    [target, association.targetAttribute],
  ] as const) {
    const problem = keyProblem(owner, name);
    if (problem !== null) {
      return refuse(
        'FOREIGN_KEY_UNUSABLE',
        `${owner.name}.${name} ${problem}.`,
        'Use an attribute with a column of a plain type as the key.',
      );
    }
  }
  const findings = checkIgnoredScope(association, place);
  if (association.kind !== 'belongsTo') {
    return { served: true, findings };
  }
  if (association.polymorphic && !isKnown(association.discriminator, model)) {
    return refuse(
      'POLYMORPHIC_KEY',
      `The foreign key ${association.sourceAttribute} is shared by associations to several models, so that it alone does not say whose row it names.`,
      `Declare the way back with a scope that tells them apart, ${target.name}.hasMany(${model.name}, { foreignKey: "${association.sourceAttribute}", scope: { ... } }), or give each target a foreign key of its own.`,
    );
  }
  return {
    served: true,
    findings: [
      ...findings,
      ...checkUniqueKeyOption(association, place),
      ...checkTargetKey(association, target, place),
    ],
  };
}

/** Whether the attributes that tell the targets of a polymorphic key apart are columns of the model. */
function isKnown(discriminator: CatalogAssociation['discriminator'], model: CatalogModel): boolean {
  return (
    discriminator !== null &&
    Object.keys(discriminator).every((name) => findAttribute(model, name)?.stored === true)
  );
}

function checkIgnoredScope(association: CatalogAssociation, place: string): Finding[] {
  const ignored = association.targetScope?.ignored ?? [];
  if (ignored.length === 0) {
    return [];
  }
  return [
    {
      code: 'SCOPE_PARTLY_IGNORED',
      severity: 'warning',
      place,
      message: `The ${ignored.join(', ')} of the target's scope would apply to a whole batch of parents, so KinQL does not use it.`,
      mend: 'Leave it out of the scope.',
      served: "the scope's rows, up to the clients' own limits.",
    },
  ];
}

function keyProblem(model: CatalogModel, name: string): string | null {
  const attribute = findAttribute(model, name);
  if (attribute === undefined) {
    return 'does not exist';
  }
  if (!attribute.stored) {
    return 'is VIRTUAL, so that no column holds the key';
  }
  if (attribute.hidden === 'name') {
    return 'has a name under which no column can be selected';
  }
  if (!isKeyKind(attribute.kind)) {
    return `has the type ${attribute.sqlType}, which cannot be a key`;
  }
  return null;
}

function checkUniqueKeyOption(association: CatalogAssociation, place: string): Finding[] {
  if (!association.oddities.includes('uniqueKey')) {
    return [];
  }
  return [
    {
      code: 'UNIQUE_KEY_WITHOUT_EFFECT',
      severity: 'warning',
      place,
      message:
        'The option uniqueKey has an effect on belongsToMany only: here it names nothing and makes nothing unique.',
      mend: `Leave it out; for a unique foreign key declare ${association.source}.${association.sourceAttribute} with unique: true.`,
      served: 'the association, as if the option were not there.',
    },
  ];
}

/**
 * A foreign key must point at a unique column. Databases say so by number only: MySQL errno 1822 (MariaDB 1005 with 150),
 * Postgres 42830; SQLite fails at the first INSERT. Without a constraint nobody says it, and the parent is ambiguous.
 */
function checkTargetKey(association: CatalogAssociation, target: CatalogModel, place: string): Finding[] {
  const key = association.targetAttribute;
  if (isUniqueAttribute(target, key)) {
    return [];
  }
  const mend = `Declare ${target.name}.${key} with unique: true (and give the column a unique index), or refer to the primary key.`;
  if (association.constrained) {
    return [
      {
        code: 'TARGET_KEY_NOT_UNIQUE',
        severity: 'fatal',
        place,
        message: `A foreign key may only refer to a unique column, and ${target.name}.${key} has no unique index: the database refuses the constraint (MySQL errno 1822, MariaDB 1005, Postgres 42830).`,
        mend,
        served: null,
      },
    ];
  }
  return [
    {
      code: 'TARGET_KEY_AMBIGUOUS',
      severity: 'warning',
      place,
      message: `Several rows of ${target.name} may have the same ${key}, since it has no unique index and the association has no constraint.`,
      mend,
      served: `of several rows, the one that comes first in the default order.`,
    },
  ];
}

const oddityTexts: Readonly<
  Record<Exclude<AssociationOddity, 'uniqueKey'>, { code: FindingCode; message: string; mend: string }>
> = {
  badAlias: {
    code: 'ALIAS_NOT_A_STRING',
    message: 'The alias is not a string; Sequelize then names the foreign key "[objectObject]Id".',
    mend: 'Give as: "name"; singular and plural forms belong to belongsToMany and hasMany.',
  },
  foreignInstance: {
    code: 'TARGET_IN_OTHER_INSTANCE',
    message: 'The target belongs to another Sequelize instance, so that its rows are in another database.',
    mend: 'Define both models on one Sequelize instance.',
  },
  staleTarget: {
    code: 'TARGET_STALE',
    message:
      'The target was defined again after this association was made, so that it points at a class that is no longer in use.',
    mend: 'Define every model once, then associate.',
  },
  hidingScope: {
    code: 'SCOPE_NOT_SERVED',
    message:
      "The target's scope leaves out attributes that the model shows, and a type in GraphQL has the same fields everywhere.",
    mend: "Leave the attributes out in the model's default scope, hide them by models.expose, or take them into the scope.",
  },
  compositeTarget: {
    code: 'COMPOSITE_TARGET_KEY',
    message:
      "The target's primary key has several columns, and Sequelize refers to the first one only, which names no single row.",
    mend: 'Give targetKey with a unique attribute of the target.',
  },
};
