import type { Dialect } from './workloads.ts';

interface Words {
  readonly key: string;
  readonly id: string;
  readonly project: string;
  readonly user: string;
  readonly tasks: (limit: number, descending: boolean) => string;
}

const words: Record<Dialect, Words> = {
  kinql: {
    key: 'ID!',
    id: 'id',
    project: 'project(id: $project)',
    user: 'user(id: $user)',
    tasks: (limit, descending) =>
      `tasks(limit: ${limit}${descending ? ', orderBy: [{ createdAt: DESC }]' : ', orderBy: [{ id: ASC }]'})`,
  },
  postgraphile: {
    key: 'Int!',
    id: 'id: rowId',
    project: 'project(rowId: $project)',
    user: 'user(rowId: $user)',
    tasks: (limit, descending) =>
      `tasksList(first: ${limit}, orderBy: [${descending ? 'CREATED_AT_DESC' : 'PRIMARY_KEY_ASC'}])`,
  },
  'graphql-sequelize': {
    key: 'Int!',
    id: 'id',
    project: 'project(id: $project)',
    user: 'user(id: $user)',
    tasks: (limit, descending) =>
      `tasks(limit: ${limit}, order: "${descending ? 'reverse:createdAt' : 'id'}")`,
  },
  handwritten: {
    key: 'ID!',
    id: 'id',
    project: 'project(id: $project)',
    user: 'user(id: $user)',
    tasks: (limit, descending) => `tasks(${descending ? 'newest' : 'oldest'}: ${limit})`,
  },
};

/** Some 2 000 bytes, as a page of a front end asks them: fragments within fragments, aliases, typenames. */
function largeQuery({ key, id, project, user, tasks }: Words): string {
  return `query ProjectPage($project: ${key}, $user: ${key}) {
  project: ${project} {
    ...ProjectHeader
    recent: ${tasks(10, true)} {
      ...TaskCard
      user {
        ...UserCard
      }
    }
    first: ${tasks(5, false)} {
      ...TaskCard
      ...TaskDetails
      user {
        ...UserCard
        ...UserContact
      }
    }
  }
  viewer: ${user} {
    ...UserCard
    ...UserContact
    assigned: ${tasks(10, true)} {
      ...TaskCard
      ...TaskDetails
      project {
        ...ProjectHeader
      }
    }
    oldest: ${tasks(5, false)} {
      ...TaskCard
      project {
        ...ProjectHeader
      }
    }
  }
}

fragment CompanyBadge on Company {
  __typename
  ${id}
  name
  city
}

fragment CompanyName on Company {
  __typename
  ${id}
  name
}

fragment ProjectHeader on Project {
  __typename
  ${id}
  name
  company {
    ...CompanyBadge
    ...CompanyName
  }
}

fragment UserCard on User {
  __typename
  ${id}
  firstName
  lastName
  company {
    ...CompanyName
  }
}

fragment UserContact on User {
  __typename
  ${id}
  email
  company {
    ...CompanyBadge
  }
}

fragment TaskCard on Task {
  __typename
  ${id}
  title
  status
  priority
}

fragment TaskDetails on Task {
  ${id}
  dueOn
  isBillable
  name: title
  state: status
  importance: priority
  isInvoiced: isBillable
  deadline: dueOn
}

# The page shows the project with its latest tasks and the first ones that were planned, and beside it what
# the viewer has to do: the newest of it and the oldest, each under the name of its project.
# Cards are small; details are shown for what is about to be worked on, with the company of everybody
# who takes part, so that its badge can stand beside the name. What nobody works on is not shown here; it has a page
# of its own, which asks for it when it is opened.
`;
}

export const largeQueries: Record<Dialect, string> = {
  kinql: largeQuery(words.kinql),
  postgraphile: largeQuery(words.postgraphile),
  'graphql-sequelize': largeQuery(words['graphql-sequelize']),
  handwritten: largeQuery(words.handwritten),
};
