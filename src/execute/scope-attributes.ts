import type { SequelizeModel } from '../catalog/sequelize-internals.ts';
import { errorCodes } from '../errors/error-code.ts';
import { RequestError } from '../errors/request-error.ts';

/**
 * A named scope that a client asks for tells the values of what it looks at, like a filter. Attributes and columns in its
 * `where` are found, in SQL of the team's own they are not.
 *
 * @throws RequestError where the viewer may not read one of them.
 */
export function refuseHiddenScope(
  { name, rawAttributes, _scope: { where } }: SequelizeModel,
  isReadable: (attribute: string) => boolean,
): void {
  const mentioned = new Set(namesIn(where));
  const hidden = Object.entries(rawAttributes).find(
    ([attribute, { field }]) =>
      !isReadable(attribute) && (mentioned.has(attribute) || (field !== undefined && mentioned.has(field))),
  );
  if (hidden !== undefined) {
    throw new RequestError(
      errorCodes.FORBIDDEN,
      `You may not ask for a scope that looks at ${name}.${hidden[0]}.`,
    );
  }
}

/** Keys of a Sequelize `where` (a path in JSON begins with the attribute), and what `col` names. */
function namesIn(where: unknown): string[] {
  if (typeof where !== 'object' || where === null) {
    return [];
  }
  const names = Reflect.ownKeys(where).flatMap((key): string[] => {
    const value = (where as Readonly<Record<string | symbol, unknown>>)[key];
    const own = key === 'col' && typeof value === 'string' ? [value] : [];
    return [...(typeof key === 'string' ? [key] : []), ...own, ...namesIn(value)];
  });
  return names.flatMap((text) => text.split('.').map((part) => part.replaceAll('$', '')));
}
