import {
  type AssociationSpec,
  type AttributeSpec,
  getModel,
  type ModelSet,
  type ModelSpec,
} from './model-set.ts';

/** What a field of the API stands for, by the rules that the documentation gives for names. */
export interface Meaning {
  readonly form:
    | 'attribute'
    | 'row'
    | 'connection'
    | 'edge'
    | 'pageInfo'
    | 'aggregate'
    | 'function'
    | 'groups'
    | 'keys'
    | 'leaf';
  /** Whose rows or attributes follow. */
  readonly model: ModelSpec | null;
  readonly attribute?: AttributeSpec;
  readonly association?: AssociationSpec;
  readonly isList?: boolean;
}

/** Of a field on the query type (`model` is null) or on a model's type. */
export function meaningOf(set: ModelSet, model: ModelSpec | null, field: string): Meaning {
  const meaning = model === null ? rootMeaning(set, field) : modelMeaning(set, model, field);
  if (meaning === undefined) {
    throw new Error(`The reference knows no field ${field} on ${model?.name ?? 'Query'}.`);
  }
  return meaning;
}

function rootMeaning({ models }: ModelSet, field: string): Meaning | undefined {
  for (const model of models) {
    switch (field) {
      case model.rowField:
      case `${model.rowField}By`:
        return { form: 'row', model };
      case model.listField:
        return { form: 'row', model, isList: true };
      case `${model.listField}Connection`:
        return { form: 'connection', model };
      case `${model.listField}Aggregate`:
        return { form: 'aggregate', model };
      case `${model.listField}GroupBy`:
        return { form: 'groups', model };
    }
  }
  return undefined;
}

function modelMeaning(set: ModelSet, model: ModelSpec, field: string): Meaning | undefined {
  const attribute = model.attributes.find(({ name }) => name === field);
  if (attribute !== undefined) {
    return { form: 'attribute', model: null, attribute };
  }
  for (const association of model.associations) {
    const target = getModel(set, association.target);
    const isMany = association.kind === 'hasMany' || association.kind === 'belongsToMany';
    if (association.field === field) {
      return { form: 'row', model: target, association, isList: isMany };
    }
    if (isMany && `${association.field}Connection` === field) {
      return { form: 'connection', model: target, association };
    }
  }
  return undefined;
}

/** Of a field on a part of a connection, an aggregate or a group. */
export function memberOf(_set: ModelSet, model: ModelSpec, form: Meaning['form'], field: string): Meaning {
  switch (field) {
    case 'nodes':
    case 'node':
      return { form: 'row', model };
    case 'edges':
      return { form: 'edge', model };
    case 'pageInfo':
      return { form: 'pageInfo', model };
    case 'aggregate':
      return { form: 'aggregate', model };
    case 'keys':
      return { form: 'keys', model };
    default:
      return form === 'aggregate' || form === 'groups'
        ? { form: 'function', model }
        : { form: 'leaf', model };
  }
}
