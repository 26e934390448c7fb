// What is used of two packages that come without types.

declare module 'dataloader-sequelize' {
  export const EXPECTED_OPTIONS_KEY: string;
  export function createContext(sequelize: import('sequelize').Sequelize): object;
}

declare module 'graphql-sequelize' {
  type Model = import('sequelize').ModelStatic<import('sequelize').Model>;
  type Association = import('sequelize').Association;
  type Arguments = import('graphql').GraphQLFieldConfigArgumentMap;
  type Resolve = import('graphql').GraphQLFieldResolver<unknown, unknown>;

  interface ConnectionOptions {
    readonly name: string;
    readonly nodeType: import('graphql').GraphQLObjectType;
    readonly target: Model;
    readonly orderBy: import('graphql').GraphQLEnumType;
    readonly where: (key: string, value: unknown) => object;
    readonly connectionFields: object;
  }

  interface Connection {
    readonly connectionType: import('graphql').GraphQLObjectType;
    readonly connectionArgs: Arguments;
    readonly resolve: Resolve;
  }

  const graphqlSequelize: {
    attributeFields(model: Model): import('graphql').GraphQLFieldConfigMap<unknown, unknown>;
    createConnection(options: ConnectionOptions): Connection;
    defaultArgs(model: Model): Arguments;
    defaultListArgs(model: Model): Arguments;
    resolver: ((target: Model | Association) => Resolve) & { contextToOptions: Record<string, string> };
  };
  export = graphqlSequelize;
}
