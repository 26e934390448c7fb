import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type GraphQLObjectType, type OperationDefinitionNode, parse } from 'graphql';
import createModels from '../../../schema/models/index.ts';
import { getPreparedOperations } from '../../../src/build/build-schema.ts';
import { createSchema } from '../../../src/build/create-schema.ts';
import { introspectModels } from '../../../src/catalog/introspect-models.ts';
import { getFieldSource } from '../../../src/plan/field-source.ts';
import { planOperation } from '../../../src/plan/plan-operation.ts';

const root = join(__dirname, '..', '..', '..');
const text = readFileSync(join(root, 'docs', 'architecture.md'), 'utf8');
const blocks = (language: string) =>
  [...text.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(
    ([, block]) => block ?? '',
  );

describe('docs/architecture.md', () => {
  const sequelize = createModels({ url: 'postgres://localhost/none' });
  const schema = createSchema(sequelize);
  const [association, fieldSource, plan, condition, joined] = blocks('json').map((block) =>
    JSON.parse(block),
  );
  const planOf = (query = '') =>
    planOperation(parse(query).definitions[0] as OperationDefinitionNode, {
      schema,
      fragments: {},
      variableValues: {},
    });

  it('shows the association as the catalog has it', () => {
    const task = introspectModels(sequelize).models.find(({ name }) => name === 'Task');
    expect(association).toEqual(task?.associations.find(({ id }) => id === 'Task.User'));
  });

  it('shows what stands behind the field', () => {
    const { user } = (schema.getType('Task') as GraphQLObjectType).getFields();
    expect(fieldSource).toEqual(user && getFieldSource(user));
  });

  it('shows the plan of its query', () => {
    expect(plan).toEqual(planOf(blocks('graphql')[0]));
  });

  it('shows the condition of a filter', () => {
    const [, connection] = /`(tasksConnection\(where: .*\))`:/.exec(text) ?? [];
    const [read] = Object.values(planOf(`{ ${connection} { totalCount } }`).reads);
    expect(read).toMatchObject({ kind: 'aggregate', where: condition });
  });

  it('shows the parents that are joined to its rows', () => {
    const prepared = getPreparedOperations(schema)?.prepare(
      schema,
      parse(blocks('graphql')[0] ?? ''),
      null,
      {},
    );
    expect(prepared?.direct?.plan.reads['Task limit 5 offset 0']).toMatchObject({ joined });
  });

  it('shows the statements that the query takes, with joins and without', () => {
    const golden = ['joined.postgres', 'postgres']
      .map((form) =>
        readFileSync(join(root, 'test', 'queries', `tasks-with-user-and-company.${form}.sql`), 'utf8'),
      )
      .join('');
    for (const block of blocks('sql')) {
      expect(golden).toContain(block.split('--')[0]?.trim());
    }
  });
});
