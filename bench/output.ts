import { mkdirSync, writeFileSync } from 'node:fs';

/** Where scripts leave what they found; not part of the repository. */
export const outputFolder = new URL('./out/', import.meta.url);

/** Leaves `text` in a file for the report, or for whoever wants to look. */
export function writeOutput(name: string, text: string): void {
  mkdirSync(outputFolder, { recursive: true });
  writeFileSync(new URL(name, outputFolder), text);
}
