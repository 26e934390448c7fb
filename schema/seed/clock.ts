const hour = 3_600_000;
const firstDay = Date.UTC(2026, 0, 5);

/** The moment that many hours after Monday, 5 January 2026, midnight UTC. Whole seconds: MariaDB keeps no more. */
export function hoursIn(hours: number): Date {
  return new Date(firstDay + hours * hour);
}

/** The day that many days after 5 January 2026, as in `2026-01-05`. */
export function daysIn(days: number): string {
  return hoursIn(days * 24)
    .toISOString()
    .slice(0, 10);
}
