// Run as a process of its own, since a time zone belongs to a process: `print-instants.ts url schema instants`.
import { execute, parse } from 'graphql';
import { DataTypes, Sequelize } from 'sequelize';
import { createSchema } from '../../src/build/create-schema.ts';
import { sqliteOptions } from './databases.ts';

const [url = '', schema = '', instants = '[]'] = process.argv.slice(2);
const sequelize = url.startsWith('sqlite:')
  ? new Sequelize({ ...sqliteOptions(), storage: url.slice('sqlite:'.length), logging: false })
  : new Sequelize(url, { logging: false, ...(schema !== '' && { define: { schema } }) });
const Value = sequelize.define(
  'Value',
  { at: DataTypes.DATE(6), day: DataTypes.DATEONLY, time: DataTypes.TIME },
  { timestamps: false },
);
await Value.sync({ force: true });
for (const at of JSON.parse(instants) as string[]) {
  await Value.create({ at, day: at.slice(0, 10), time: at.slice(11, 19) });
}
const result = await execute({
  schema: createSchema(sequelize),
  document: parse('{ values { at day time } found: values(where: { day: { eq: "2024-02-29" } }) { at } }'),
});
console.log(JSON.stringify({ ...result, offset: new Date(0).getTimezoneOffset() }));
await sequelize.close();
