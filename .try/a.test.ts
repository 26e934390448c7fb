import { it } from '@jest/globals';
import { defineModels } from '../schema/models/index.ts';
import { seedSample } from '../schema/seed/seed.ts';
import { onEachDatabase } from '../test/support/on-each-database.ts';
import { readFileSync } from 'node:fs';
import { printSchema } from 'graphql';
onEachDatabase({ name: 'tryme', define: (s) => void defineModels(s), fill: (s) => seedSample(s, { tasks: 200 }) }, (world) => {
  it('x', async () => {
    require('node:fs').writeFileSync('/tmp/schema.graphql', printSchema(world().schema));
    for (const q of readFileSync('/tmp/q.graphql','utf8').split('\n---\n')) {
      const r = await world().query(q);
      console.log(q + '\n' + JSON.stringify(r.errors) + '\n' + JSON.stringify(r.data)?.slice(0,1500) + '\n' + r.statements.map(s => s.text + ' -- ' + JSON.stringify(s.bind, (_k, v) => typeof v === 'bigint' ? String(v) : v)).join('\n') + (r.errors ? (r.errors as any)[0].originalError?.cause?.stack ?? (r.errors as any)[0].stack : ''));
    }
  });
});
