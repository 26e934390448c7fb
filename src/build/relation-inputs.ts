import type { GraphQLInputFieldConfig, GraphQLInputFieldConfigMap, GraphQLInputObjectType } from 'graphql';
import {
  type CatalogAssociation,
  type CatalogModel,
  findAttribute,
  getModel,
  isToMany,
} from '../catalog/catalog.ts';
import { inputExtensions } from '../plan/input-source.ts';
import { hasThroughValues, isInPrimaryKey, writeNamingOf } from './attribute-inputs.ts';
import type { Builder } from './builder.ts';
import type { RowInputs, WriteMode } from './keyed-inputs.ts';
import { type Link, linkInput, manyInput } from './many-rows-inputs.ts';
import { namingOf } from './naming.ts';
import { oneInput } from './one-row-input.ts';
import { keyArguments } from './root-fields.ts';

/** What may happen over each of the model's associations that can be written. */
export function relationFields(
  builder: Builder,
  rows: RowInputs,
  model: CatalogModel,
  mode: WriteMode,
): GraphQLInputFieldConfigMap {
  const naming = namingOf(builder, model.name);
  return Object.fromEntries(
    model.associations
      .filter((association) => isWritten(builder, model, association, mode))
      .map((association): [string, GraphQLInputFieldConfig] => {
        const { id, target, kind, sourceAttribute, discriminator } = association;
        const link = linkOf(builder, model, association);
        return [
          naming.associations[id] as string,
          {
            type: relationType(builder, rows, model, association, mode),
            description: `What happens to ${isToMany(kind) ? `the rows of ${target}` : `the row of ${target}`}.`,
            extensions: inputExtensions({
              kind: 'relation',
              association: id,
              model: target,
              keys: keyArguments(builder, getModel(builder.catalog, target)),
              many: isToMany(kind),
              link: link?.through.name ?? null,
              sets: kind === 'belongsTo' ? [sourceAttribute, ...Object.keys(discriminator ?? {})] : [],
            }),
          },
        ];
      }),
  );
}

function isWritten(
  builder: Builder,
  model: CatalogModel,
  association: CatalogAssociation,
  mode: WriteMode,
): boolean {
  const {
    kind,
    target: targetName,
    polymorphic,
    discriminator,
    narrowed,
    scopeValues,
    targetScope,
  } = association;
  const target = getModel(builder.catalog, targetName);
  if (
    !(association.id in namingOf(builder, model.name).associations) ||
    builder.keyInputs.get(targetName) === undefined
  ) {
    return false;
  }
  if (kind === 'belongsTo') {
    const key = findAttribute(model, association.sourceAttribute);
    return (
      isWritableKey(key) &&
      (!polymorphic || discriminator !== null) &&
      (mode === 'create' || !isInPrimaryKey(model, association.sourceAttribute))
    );
  }
  // What a scope that is no constants wants of a row, nobody can write into it.
  const isKnown = !narrowed || scopeValues !== null || targetScope !== null;
  if (kind === 'belongsToMany') {
    return isKnown && association.through !== null && !isReadOnly(builder, association.through.model);
  }
  return (
    isKnown &&
    writeNamingOf(builder, targetName) !== undefined &&
    isWritableKey(findAttribute(target, association.targetAttribute)) &&
    !isInPrimaryKey(target, association.targetAttribute)
  );
}

function isReadOnly({ catalog }: Builder, model: string): boolean {
  return catalog.models.find(({ name }) => name === model)?.readOnly === true;
}

/** A hidden key still serves its associations, unless the options hide it. */
function isWritableKey(key: CatalogModel['attributes'][number] | undefined): boolean {
  return key?.stored === true && (key.writable || (key.hidden !== null && key.hidden !== 'configured'));
}

/** The connecting rows of a belongsToMany, where clients may write them. */
function linkOf(builder: Builder, model: CatalogModel, association: CatalogAssociation): Link | null {
  const names = writeNamingOf(builder, model.name)?.links[association.id];
  const through = builder.catalog.models.find(({ name }) => name === association.through?.model);
  return names !== undefined && through !== undefined && hasThroughValues(association, through)
    ? { through, names }
    : null;
}

function relationType(
  builder: Builder,
  rows: RowInputs,
  model: CatalogModel,
  association: CatalogAssociation,
  mode: WriteMode,
): GraphQLInputObjectType {
  const target = getModel(builder.catalog, association.target);
  const link = linkOf(builder, model, association);
  if (link !== null) {
    return linkInput(builder, rows, association, target, link, mode);
  }
  const naming = writeNamingOf(builder, target.name);
  if (!isToMany(association.kind)) {
    return oneInput(builder, rows, target, naming, mode, isRequired(model, target, association));
  }
  return manyInput(
    builder,
    rows,
    target,
    naming,
    mode,
    association.kind === 'hasMany' && isRequired(model, target, association),
  );
}

/** Whether the row that holds the key cannot be without it. */
function isRequired(model: CatalogModel, target: CatalogModel, association: CatalogAssociation): boolean {
  const { kind, sourceAttribute, targetAttribute } = association;
  const key =
    kind === 'belongsTo' ? findAttribute(model, sourceAttribute) : findAttribute(target, targetAttribute);
  return key?.nullable === false;
}
