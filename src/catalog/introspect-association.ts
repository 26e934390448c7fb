import type {
  AssociationKind,
  AssociationOddity,
  CatalogAssociation,
  CatalogThrough,
  Discriminator,
} from './catalog.ts';
import { introspectScope, isInScope } from './introspect-scope.ts';
import { nameOfTable, referredTable } from './referred-table.ts';
import type { SequelizeAssociation, SequelizeInstance, SequelizeModel } from './sequelize-internals.ts';
import { mainAttribute } from './shared-columns.ts';

const kindByType: Readonly<Record<SequelizeAssociation['associationType'], AssociationKind>> = {
  BelongsTo: 'belongsTo',
  HasOne: 'hasOne',
  HasMany: 'hasMany',
  BelongsToMany: 'belongsToMany',
};

/**
 * Reads one declared association. Nullability, actions and constraint come from the foreign key's attribute: Sequelize
 * writes the source model's options over the association's (`Object.assign(options, source.options)`).
 */
export function introspectAssociation(
  association: SequelizeAssociation,
  instance: SequelizeInstance,
): CatalogAssociation {
  const { source, target } = association;
  const kind = kindByType[association.associationType];
  const holder = kind === 'belongsTo' ? source : target;
  const foreignKey = kind === 'belongsToMany' ? undefined : holder.rawAttributes[association.foreignKey];
  const alias = String(association.as);
  return {
    id: associationId(source.name, alias),
    kind,
    alias,
    aliased: association.isAliased === true,
    source: source.name,
    target: target.name,
    ...endpoints(association, kind),
    inferred: false,
    narrowed:
      association.scope !== undefined ||
      isClone(target, instance) ||
      ((kind === 'hasMany' || kind === 'hasOne') &&
        introspectScope(target).absent.includes(association.foreignKey)),
    scopeValues: introspectScopeValues(association.scope),
    targetScope: isClone(target, instance) ? introspectScope(target) : null,
    polymorphic: false,
    discriminator: null,
    constrained:
      referredTable(foreignKey) === nameOfTable((kind === 'belongsTo' ? target : source).getTableName()),
    onDelete: foreignKey?.onDelete?.toUpperCase() ?? null,
    onUpdate: foreignKey?.onUpdate?.toUpperCase() ?? null,
    through: introspectThrough(association),
    oddities: findOddities(association, kind, instance),
  };
}

/** `Task.owner`; in quotes where a dot in either name could make two associations one. */
function associationId(source: string, alias: string): string {
  return [source, alias].map((name) => (name.includes('.') ? JSON.stringify(name) : name)).join('.');
}

function endpoints(
  association: SequelizeAssociation,
  kind: AssociationKind,
): { sourceAttribute: string; targetAttribute: string } {
  const { source, target, foreignKey, sourceKey, targetKey } = association;
  const sourcePrimary = String(source.primaryKeyAttributes[0]);
  const targetPrimary = String(target.primaryKeyAttributes[0]);
  const [sourceAttribute, targetAttribute] = {
    belongsTo: [foreignKey, targetKey ?? targetPrimary],
    hasOne: [sourceKey ?? sourcePrimary, foreignKey],
    hasMany: [sourceKey ?? sourcePrimary, foreignKey],
    belongsToMany: [sourceKey ?? sourcePrimary, targetKey ?? targetPrimary],
  }[kind] as [string, string];
  return {
    sourceAttribute: mainAttribute(source, sourceAttribute),
    targetAttribute: mainAttribute(target, targetAttribute),
  };
}

function introspectThrough({ through, foreignKey, otherKey }: SequelizeAssociation): CatalogThrough | null {
  return through === undefined || otherKey === undefined
    ? null
    : {
        model: through.model.name,
        sourceAttribute: mainAttribute(through.model, foreignKey),
        targetAttribute: mainAttribute(through.model, otherKey),
        scope: introspectScope(through.model),
      };
}

/** `.scope()`, `.unscoped()` and `.schema()` make anonymous subclasses of the model, with the model's name. */
function isClone(target: SequelizeModel, instance: SequelizeInstance): boolean {
  const base = instance.models[target.name];
  return base !== undefined && base !== target && Object.prototype.isPrototypeOf.call(base, target);
}

/** Whether another class has taken the model's name since. */
function isStale(target: SequelizeModel, instance: SequelizeInstance): boolean {
  const current = instance.models[target.name];
  return current !== undefined && current !== target && !isClone(target, instance);
}

function introspectScopeValues(scope: object | undefined): Discriminator | null {
  if (scope === undefined || Object.getOwnPropertySymbols(scope).length > 0) {
    return null;
  }
  const entries = Object.entries(scope);
  return entries.length > 0 &&
    entries.every(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
    ? Object.fromEntries(entries)
    : null;
}

/** Whether a scoped clone leaves out an attribute that the model itself shows. */
function hidesAttributes(target: SequelizeModel, { models }: SequelizeInstance): boolean {
  const base = models[target.name] as SequelizeModel;
  return Object.keys(target.rawAttributes).some(
    (name) => isInScope(name, base._scope) && !isInScope(name, target._scope),
  );
}

function findOddities(
  association: SequelizeAssociation,
  kind: AssociationKind,
  instance: SequelizeInstance,
): AssociationOddity[] {
  const { target } = association;
  const oddities: AssociationOddity[] = [];
  if (typeof association.as !== 'string') {
    oddities.push('badAlias');
  }
  if (kind === 'belongsTo' && association.options.uniqueKey !== undefined) {
    oddities.push('uniqueKey');
  }
  if ((target.sequelize as unknown) !== instance) {
    oddities.push('foreignInstance');
  } else if (isStale(target, instance)) {
    oddities.push('staleTarget');
  }
  if (isClone(target, instance) && hidesAttributes(target, instance)) {
    oddities.push('hidingScope');
  }
  if (kind === 'belongsTo' && target.primaryKeyAttributes.length > 1) {
    const { targetKey } = association;
    if (targetKey === undefined || targetKey === target.primaryKeyAttributes[0]) {
      oddities.push('compositeTarget');
    }
  }
  return oddities;
}
