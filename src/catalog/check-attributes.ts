import { type CatalogModel, type HiddenReason, innermostType } from './catalog.ts';
import type { Finding } from './finding.ts';

/** Judges the attributes of a model: those that are left out, and those that are served as they come. */
export function checkAttributes(model: CatalogModel): Finding[] {
  const findings: Finding[] = [];
  for (const attribute of model.attributes) {
    const place = `${model.name}.${attribute.name}`;
    if (attribute.hidden === 'type') {
      findings.push({
        code: 'ATTRIBUTE_TYPE_UNSUPPORTED',
        severity: 'warning',
        place,
        message: `The type ${attribute.sqlType} cannot be served.`,
        mend: 'Declare the attribute with a type that its database has and that docs/types.md lists.',
        served: 'the attribute is left out.',
      });
      continue;
    }
    const { customName } = innermostType(attribute);
    if (attribute.hidden === null && customName !== null) {
      findings.push({
        code: 'ATTRIBUTE_TYPE_UNKNOWN',
        severity: 'warning',
        place,
        message: `Sequelize has no type ${customName}.`,
        mend: 'Declare the attribute with a type of Sequelize, give it one in the options, or leave it.',
        served: 'its values as the driver gives them, in a scalar that is named after the type.',
      });
    }
    const text = attribute.hidden === null ? undefined : hiddenTexts[attribute.hidden];
    if (text !== undefined) {
      findings.push({
        code: 'ATTRIBUTE_HIDDEN',
        severity: 'warning',
        place,
        message: text.message,
        mend: text.mend(model.name, attribute.name),
        served: 'the attribute is left out.',
      });
    }
  }
  return findings;
}

/** Of the attributes that a team may not know to be hidden: why, and how to mend it. */
const hiddenTexts: Readonly<
  Partial<
    Record<
      HiddenReason,
      { readonly message: string; readonly mend: (model: string, attribute: string) => string }
    >
  >
> = {
  secret: { message: 'The name looks like a secret.', mend: exposeIt },
  scope: { message: 'The default scope leaves the attribute out.', mend: exposeIt },
  name: {
    message:
      'No column can be selected under this name: it is longer than 63 bytes, holds a quote or begins with "$".',
    mend: () => 'Rename the attribute, and keep its column by field.',
  },
  virtual: {
    message: 'The VIRTUAL does not say of which type its values are.',
    mend: (model, attribute) =>
      `Declare it with one, such as DataTypes.VIRTUAL(DataTypes.STRING), or say in the options: models: ${printOption(model, attribute, 'type: "STRING"')} (or expose: "hidden").`,
  },
};

/** An option of an attribute, as it is written under `models`. */
function printOption(model: string, attribute: string, option: string): string {
  const [modelKey, attributeKey] = [model, attribute].map((name) =>
    /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name) ? name : JSON.stringify(name),
  );
  return `{ ${modelKey}: { attributes: { ${attributeKey}: { ${option} } } } }`;
}

function exposeIt(model: string, attribute: string): string {
  return `Say whether clients may see it: models: ${printOption(model, attribute, 'expose: "hidden"')} (or "read-only", "write-only", "read-write").`;
}
