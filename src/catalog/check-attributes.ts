import {
  type CatalogAttribute,
  type CatalogModel,
  type HiddenReason,
  identifyingKey,
  innermostType,
  mayReadIncluded,
} from './catalog.ts';
import type { Finding } from './finding.ts';

/** Finds the attributes of a model that are not served, or not as their declaration promises. */
export function checkAttributes(model: CatalogModel): Finding[] {
  return [
    ...model.attributes.flatMap((attribute) => checkDefinition(model, attribute)),
    ...model.attributes.flatMap((attribute) => checkType(model, attribute)),
    ...hiddenReasons.flatMap((reason) => checkHidden(model, reason)),
    ...checkIncluded(model),
  ];
}

/** Sequelize writes an attribute's column into the object that defines it, and takes it from there for the next. */
function checkDefinition(
  { name: model }: CatalogModel,
  { name, column, definitionOf, hidden }: CatalogAttribute,
): Finding[] {
  if (definitionOf === null) {
    return [];
  }
  return [
    {
      code: 'ATTRIBUTE_DEFINITION_SHARED',
      severity: 'warning',
      place: `${model}.${name}`,
      message: `It is defined by the same JavaScript object as ${definitionOf}, into which Sequelize wrote that attribute's column, ${JSON.stringify(column)}.`,
      mend: 'Give each attribute an object of its own, such as a function makes.',
      served:
        hidden === 'repeated'
          ? 'the attribute is left out.'
          : `the column ${JSON.stringify(column)} under its name.`,
    },
  ];
}

/** Rows without a key cannot be read again, with what the scope includes. */
function checkIncluded(model: CatalogModel): Finding[] {
  const names = model.attributes
    .filter((attribute) => attribute.hidden === null && mayReadIncluded(model, attribute))
    .map(({ name }) => name);
  if (names.length === 0 || identifyingKey(model) !== null) {
    return [];
  }
  return [
    {
      code: 'INCLUDED_ROWS_MISSING',
      severity: 'warning',
      place: names.length === 1 ? `${model.name}.${names[0]}` : model.name,
      message: `What the default scope includes (${list(model.defaultScope.includes)}) is not there for the code of ${list(names)}, since ${model.name} has no key by which its rows could be read with it.`,
      mend: `Give ${model.name} a primary key, or make a VIRTUAL that names the columns it is computed from.`,
      served: 'what the code gives without it, or an error on the field.',
    },
  ];
}

function checkType(model: CatalogModel, attribute: CatalogAttribute): Finding[] {
  const place = `${model.name}.${attribute.name}`;
  if (attribute.hidden === 'type') {
    return [
      {
        code: 'ATTRIBUTE_TYPE_UNSUPPORTED',
        severity: 'warning',
        place,
        message: `The type ${attribute.sqlType} cannot be served.`,
        mend: 'Declare the attribute with a type that its database has and that docs/types.md lists.',
        served: 'the attribute is left out.',
      },
    ];
  }
  const { customName } = innermostType(attribute);
  if (attribute.hidden !== null || customName === null) {
    return [];
  }
  return [
    {
      code: 'ATTRIBUTE_TYPE_UNKNOWN',
      severity: 'warning',
      place,
      message: `Sequelize has no type ${customName}.`,
      mend: 'Declare the attribute with a type of Sequelize, give it one in the options, or leave it.',
      served: 'its values as the driver gives them, in a scalar that is named after the type.',
    },
  ];
}

/** The reasons that a team may not know of; `names` are the attributes, one or several. */
const hiddenTexts = {
  secret: (names) => ({
    message: names.length === 1 ? 'The name looks like a secret.' : `${list(names)} look like secrets.`,
  }),
  scope: (names) => ({
    message: `The default scope leaves ${names.length === 1 ? 'the attribute' : list(names)} out.`,
  }),
  name: (names) => ({
    message: `No column can be selected under ${names.length === 1 ? 'this name: it is' : `the names ${list(names)}: each is`} longer than 63 bytes, holds a quote or begins with "$".`,
    mend: `Rename the ${attributes(names)}, and keep the ${names.length === 1 ? 'column' : 'columns'} by field.`,
  }),
  virtual: (names, model) => ({
    message:
      names.length === 1
        ? 'The VIRTUAL does not say of which type its values are.'
        : `The VIRTUALs ${list(names)} do not say of which types their values are.`,
    mend: `Declare ${names.length === 1 ? 'it' : 'each'} with one, such as DataTypes.VIRTUAL(DataTypes.STRING), or say in the options: models: ${printOptions(model, names, 'type: "STRING"')} (or expose: "hidden").`,
  }),
} satisfies Partial<
  Record<
    HiddenReason,
    (names: readonly string[], model: string) => { readonly message: string; readonly mend?: string }
  >
>;

const hiddenReasons = Object.keys(hiddenTexts) as (keyof typeof hiddenTexts)[];

/** One finding for all attributes that are hidden for one reason: some teams give every model the same VIRTUALs. */
function checkHidden(model: CatalogModel, reason: keyof typeof hiddenTexts): Finding[] {
  const names = model.attributes.filter(({ hidden }) => hidden === reason).map(({ name }) => name);
  if (names.length === 0) {
    return [];
  }
  const text: { readonly message: string; readonly mend?: string } = hiddenTexts[reason](names, model.name);
  return [
    {
      code: 'ATTRIBUTE_HIDDEN',
      severity: 'warning',
      place: names.length === 1 ? `${model.name}.${names[0]}` : model.name,
      message: text.message,
      mend:
        text.mend ??
        `Say whether clients may see ${names.length === 1 ? 'it' : 'them'}: models: ${printOptions(model.name, names, 'expose: "hidden"')} (or "read-only", "write-only", "read-write").`,
      served: `the ${attributes(names)} ${names.length === 1 ? 'is' : 'are'} left out.`,
    },
  ];
}

/** An option of attributes, as it is written under `models`. */
function printOptions(model: string, names: readonly string[], option: string): string {
  const printKey = (name: string): string =>
    /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name) ? name : JSON.stringify(name);
  const entries = names.map((name) => `${printKey(name)}: { ${option} }`).join(', ');
  return `{ ${printKey(model)}: { attributes: { ${entries} } } }`;
}

function attributes(names: readonly string[]): string {
  return names.length === 1 ? 'attribute' : 'attributes';
}

function list(names: readonly string[]): string {
  return names.join(', ');
}
