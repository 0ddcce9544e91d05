/** What is told of an upgrade under blows. */
import type { StruckUpgrade } from './upgrade-under-blows.js';

export function upgradeLine({ seed, rounds, state, reason }: StruckUpgrade): string {
  const told = rounds.map(({ blow, moment }) => `${blow} ${moment}`).join('; ');
  return `seed ${seed}: ${state} (${reason}) after ${rounds.length} rounds: ${told}`;
}

/** Undefined when nothing broke. The moments of real processes do not come again to the millisecond; the blows do. */
export function whatBroke({ seed, rounds, broken }: StruckUpgrade): string | undefined {
  const all = [
    ...rounds.flatMap((round, index) => round.broken.map((what) => `round ${index + 1} (${round.blow}): ${what}`)),
    ...broken.map((what) => `at the end: ${what}`),
  ];
  if (all.length === 0) return undefined;
  return [`seed ${seed} is broken; again: npm run chaos -- --seed ${seed} --count 1`, ...all].join('\n  ');
}

/** How many rounds of each blow there were. */
export function countsLine(upgrades: readonly StruckUpgrade[]): string {
  const struck = new Map<string, number>();
  const rounds = upgrades.flatMap((upgrade) => upgrade.rounds);
  for (const { blow } of rounds) struck.set(blow, (struck.get(blow) ?? 0) + 1);
  const told = [...struck].map(([blow, count]) => `${count} ${blow}`).join(', ');
  return `${rounds.length} rounds in ${upgrades.length} upgrades: ${told}`;
}
