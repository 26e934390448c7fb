// Copies the explorer page's four files and their licences from their packages to assets/explorer, so that the
// published package serves the page without installing GraphiQL and React.
import { copyFile, mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const target = join(dirname(fileURLToPath(import.meta.url)), '..', 'assets', 'explorer');

const copies = {
  graphiql: {
    'graphiql.min.js': 'graphiql.min.js',
    'graphiql.min.css': 'graphiql.min.css',
    LICENSE: 'graphiql.LICENSE',
  },
  react: { 'umd/react.production.min.js': 'react.min.js', LICENSE: 'react.LICENSE' },
  'react-dom': { 'umd/react-dom.production.min.js': 'react-dom.min.js', LICENSE: 'react-dom.LICENSE' },
};

await mkdir(target, { recursive: true });
for (const [name, files] of Object.entries(copies)) {
  const folder = dirname(require.resolve(`${name}/package.json`));
  for (const [from, to] of Object.entries(files)) {
    await copyFile(join(folder, from), join(target, to));
  }
}
