import { it } from '@jest/globals';
import { printSchema, lexicographicSortSchema, parse, print, visit } from 'graphql';
import { DataTypes, Sequelize } from 'sequelize';
import { createSchema } from '../src/build/create-schema.ts';
it('x', () => {
  const sequelize = new Sequelize({ dialect: 'postgres', define: { timestamps: false } });
  const Task = sequelize.define('Task', { taskName: DataTypes.STRING });
  const User = sequelize.define('User', { firstName: DataTypes.STRING });
  Task.belongsTo(User);
  Task.belongsTo(User, { as: 'owner' });
  const schema = createSchema(sequelize, { onFinding: () => undefined });
  const document = parse(printSchema(schema), { noLocation: true });
  require('node:fs').writeFileSync('/tmp/article_d.graphql', print(visit(document, { enter: (node) => ('description' in node ? { ...node, description: undefined } : undefined) })));
});
