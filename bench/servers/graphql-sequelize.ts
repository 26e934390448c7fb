import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { createContext, EXPECTED_OPTIONS_KEY } from 'dataloader-sequelize';
import {
  GraphQLEnumType,
  type GraphQLFieldConfigMap,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
} from 'graphql';
import graphqlSequelize from 'graphql-sequelize';
import type { Association, Model, ModelStatic } from 'sequelize';
import { Company, Project, sequelize, Task, User } from '../models.ts';

const { attributeFields, createConnection, defaultArgs, defaultListArgs, resolver } = graphqlSequelize;
resolver.contextToOptions = { [EXPECTED_OPTIONS_KEY]: EXPECTED_OPTIONS_KEY };

type AnyModel = ModelStatic<Model>;
type Fields = GraphQLFieldConfigMap<unknown, unknown>;

const many = (type: GraphQLObjectType) => new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(type)));

function objectType(model: AnyModel, associations: () => Fields = () => ({})): GraphQLObjectType {
  return new GraphQLObjectType({
    name: model.name,
    fields: () => ({ ...attributeFields(model), ...associations() }),
  });
}

const parent = (type: GraphQLObjectType, association: Association) => ({
  type,
  resolve: resolver(association),
});
const children = (type: GraphQLObjectType, association: Association) => ({
  type: many(type),
  args: defaultListArgs(association.target),
  resolve: resolver(association),
});

const { associations: ofTask } = Task;
const companyType: GraphQLObjectType = objectType(Company);
const projectType: GraphQLObjectType = objectType(Project, () => ({
  company: parent(companyType, Project.associations.Company!),
  tasks: children(taskType, Project.associations.Tasks!),
}));
const userType: GraphQLObjectType = objectType(User, () => ({
  company: parent(companyType, User.associations.Company!),
  tasks: children(taskType, User.associations.Tasks!),
}));
const taskType: GraphQLObjectType = objectType(Task, () => ({
  user: parent(userType, ofTask.User!),
  project: parent(projectType, ofTask.Project!),
}));

const taskConnection = createConnection({
  name: 'task',
  nodeType: taskType,
  target: Task,
  orderBy: new GraphQLEnumType({
    name: 'TaskOrder',
    values: { ID: { value: ['id', 'ASC'] }, DUE_ON: { value: ['dueOn', 'ASC'] } },
  }),
  where: (key: string, value: unknown) => ({ [key]: value }),
  connectionFields: {
    totalCount: { type: GraphQLInt, resolve: ({ fullCount }: { fullCount: number }) => fullCount },
  },
});

const one = (model: AnyModel, type: GraphQLObjectType) => ({
  type,
  args: defaultArgs(model),
  resolve: resolver(model),
});

const schema = new GraphQLSchema({
  query: new GraphQLObjectType({
    name: 'Query',
    fields: {
      task: one(Task, taskType),
      project: one(Project, projectType),
      user: one(User, userType),
      tasks: { type: many(taskType), args: defaultListArgs(Task), resolve: resolver(Task) },
      users: { type: many(userType), args: defaultListArgs(User), resolve: resolver(User) },
      tasksConnection: {
        type: taskConnection.connectionType,
        args: {
          ...taskConnection.connectionArgs,
          projectId: { type: GraphQLInt },
          status: { type: GraphQLString },
        },
        resolve: taskConnection.resolve,
      },
    },
  }),
});

const server = new ApolloServer({ schema });
await startStandaloneServer(server, {
  listen: { port: Number(process.env.PORT), host: '127.0.0.1' },
  context: async () => ({ [EXPECTED_OPTIONS_KEY]: createContext(sequelize) }),
});
