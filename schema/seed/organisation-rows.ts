import { daysIn, hoursIn } from './clock.ts';
import { companyNames, projectKinds, projectSubjects, tagNames, teamNames } from './organisation-names.ts';
import { handleWords, nameGroups } from './people-names.ts';
import { createRandom } from './random.ts';

/** How many users there are. The last two have no tasks. */
export const userCount = 300;
/** How many projects there are. The last has no tasks. */
export const projectCount = projectSubjects.length * projectKinds.length;

const created = { createdAt: hoursIn(-24_000), updatedAt: hoursIn(-24_000) };
const staffedCompanies = companyNames.length - 1;

/** The companies, with one revenue above 2 ** 53 and one that is unknown. */
export function companyRows() {
  const random = createRandom(1);
  return companyNames.map(([code, name, country], index) => ({
    id: index + 1,
    code,
    name,
    country,
    website: random.chance(0.7) ? `https://${code.toLowerCase()}.example/` : null,
    foundedOn: random.chance(0.8) ? daysIn(-365 * random.integer(2, 150)) : null,
    annualRevenue:
      code === 'SONGHONG' ? '9007199254740993' : code === 'EMPTY' ? null : random.integer(1, 900) * 100_000,
    isCustomer: index % 6 !== 5,
    ...created,
  }));
}

/** The teams, the default one first. */
export function teamRows() {
  const random = createRandom(2);
  return teamNames.map(([code, name]) => ({
    code,
    name,
    weeklyHours: random.pick([null, 40, 40, 37.5, 120]),
    ...created,
  }));
}

/** The users; each manager works for the same company and comes before. Some users belong to no company. */
export function userRows() {
  const random = createRandom(3);
  const colleagues = new Map<number, number[]>();
  return Array.from({ length: userCount }, (_, index) => {
    const id = index + 1;
    const { firstNames, lastNames } = nameGroups[index % nameGroups.length] ?? random.pick(nameGroups);
    const { first, second } = handleWords;
    const handle = `${first[index % first.length]}-${second[Math.floor(index / first.length)]}`;
    const CompanyId = random.chance(0.05) ? null : random.integer(1, staffedCompanies);
    const company = companyNames[(CompanyId ?? 0) - 1]?.[0].toLowerCase() ?? 'home';
    const before = CompanyId === null ? [] : (colleagues.get(CompanyId) ?? []);
    const managerId = before.length === 0 ? null : random.pick(before);
    if (CompanyId !== null) colleagues.set(CompanyId, [...before, id]);
    return {
      id,
      handle,
      email: `${handle}@${company}.example`,
      firstName: random.pick(firstNames),
      lastName: random.chance(0.03) ? null : random.pick(lastNames),
      isActive: random.chance(0.92),
      hiredOn: random.chance(0.1) ? null : daysIn(-30 * random.integer(1, 60)),
      lastSeenAt: random.chance(0.1) ? null : hoursIn(-random.integer(0, 2_000)),
      hourlyRate: random.pick([null, '0.00', '48.50', '85.00', '85.00', '120.10']),
      settings: random.pick([
        null,
        {},
        { theme: 'dark' },
        { theme: 'light', language: 'pt-PT' },
        { theme: 'dark', notifications: { email: false, digest: [1, 4] } },
      ]),
      CompanyId,
      managerId,
      ...created,
    };
  });
}

/** The projects; every eighth is archived, a few have no leader. */
export function projectRows(users: ReturnType<typeof userRows>) {
  const random = createRandom(4);
  return Array.from({ length: projectCount }, (_, index) => {
    const startDay = 7 * random.integer(-40, 10);
    return {
      id: index + 1,
      name: `${projectSubjects[index % projectSubjects.length]}: ${projectKinds[Math.floor(index / projectSubjects.length)]}`,
      description: random.pick([
        null,
        'Two phases, the second still without a date.',
        'Fortsetzung aus dem Vorjahr.',
        '',
      ]),
      isArchived: index % 8 === 7,
      startsOn: daysIn(startDay),
      endsOn: random.chance(0.4) ? null : daysIn(startDay + 7 * random.integer(0, 50)),
      budget: index === 3 ? '999999999999.99' : random.pick([null, '10000.00', '10000.00', '25000.50']),
      progress: random.pick([0, 0, 0.1, 0.25, 0.5, 0.5, 0.75, 1]),
      companyCode: companyNames[random.integer(1, staffedCompanies) - 1]?.[0],
      leaderHandle: random.chance(0.1) ? null : random.pick(users).handle,
      ...created,
    };
  });
}

/** The tags; those from the twenty-first on are retired. */
export function tagRows() {
  const random = createRandom(5);
  return tagNames.map((name, index) => ({
    id: index + 1,
    name,
    color: random.pick(['#888888', '#888888', '#1f6feb', '#d1242f', '#1a7f37']),
    isRetired: index >= 20,
  }));
}
