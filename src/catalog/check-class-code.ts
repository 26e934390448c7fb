import type { CatalogModel } from './catalog.ts';
import type { Finding } from './finding.ts';

/** Judges what a model's class does on its own, which neither Sequelize's reading of rows nor KinQL's meets. */
export function checkClassCode({ name, attributes, classCode }: CatalogModel): Finding[] {
  const shown = new Set(
    attributes.filter(({ hidden }) => hidden === null).map((attribute) => attribute.name),
  );
  const accessors = classCode.accessors.filter((attribute) => shown.has(attribute));
  const findings: Finding[] = [];
  if (classCode.toJson) {
    findings.push({
      code: 'TO_JSON_NOT_CALLED',
      severity: 'warning',
      place: name,
      message: 'The model has a toJSON of its own, which KinQL does not call.',
      mend: `Hide the attributes that it leaves out by models.${name}.attributes, and compute those that it adds by VIRTUALs.`,
      served: 'the attributes themselves, also those that toJSON leaves out.',
    });
  }
  if (classCode.fields.length > 0) {
    findings.push({
      code: 'CLASS_FIELDS_SHADOW',
      severity: 'warning',
      place: name,
      message: `The class declares fields for ${classCode.fields.join(', ')}, which stand in front of Sequelize's accessors, so that its own code reads them instead of the row.`,
      mend: `Write declare in front of each in TypeScript (declare ${classCode.fields[0]}: ...), or leave the field out in JavaScript.`,
      served:
        "the row's values; getters, VIRTUALs and hooks that read such a property find what the field holds.",
    });
  }
  for (const attribute of accessors) {
    findings.push({
      code: 'ACCESSOR_NOT_CALLED',
      severity: 'warning',
      place: `${name}.${attribute}`,
      message: 'The class has an accessor of the same name, which KinQL does not call.',
      mend: "Declare it as the attribute's get, and give the attribute's value by getDataValue in it.",
      served: "the attribute's own value.",
    });
  }
  return findings;
}
