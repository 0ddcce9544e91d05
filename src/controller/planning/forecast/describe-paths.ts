/** The way of each VM through the run, a line each: from its home over every stop back to its home. */
import type { VmPath, VmStep } from '../../../contract/plan-forecast.js';
import { byNaturalName } from '../natural-order.js';
import type { Plan } from '../plan.js';

export function describePaths({ forecast: { paths = [] }, baseline }: Plan): readonly string[] {
  if (paths.length === 0) return [];
  const names = new Map(baseline.hosts.map(({ uuid, name }) => [uuid, name]));
  const nameOf = (uuid: string | null): string => (uuid === null ? '' : (names.get(uuid) ?? uuid));
  const sorted = paths.toSorted((a, b) => byNaturalName({ name: a.name, uuid: a.vm }, { name: b.name, uuid: b.vm }));
  return ['Where each VM goes:', ...sorted.map((path) => `  ${describePath(path, nameOf)}`)];
}

type NameOf = (uuid: string | null) => string;

function describePath({ name, home, migrations, steps }: VmPath, nameOf: NameOf): string {
  const moves = `${migrations} move${migrations === 1 ? '' : 's'}`;
  const way = steps.map((step) => describeStep(step, nameOf));
  return `${name} (${moves}): ${[nameOf(home), ...way].join(' → ')}${way.length === 0 ? ', and stays there' : ''}`;
}

function describeStep({ turn, what, to, why }: VmStep, nameOf: NameOf): string {
  const at = turn === null ? 'at the end' : `at ${nameOf(turn)}'s turn`;
  switch (what) {
    case 'moves':
      return `${nameOf(to)} ${at}`;
    case 'goes-home':
      return `home to ${nameOf(to)} ${at}`;
    case 'stops':
      return `shut down ${at} (${why})`;
    case 'suspends':
      return `suspended ${at} (${why})`;
    case 'starts':
      return `started on ${nameOf(to)}`;
    case 'resumes':
      return `resumed on ${nameOf(to)}`;
    case 'stays-away':
      return `stays on ${nameOf(to)} (${why})`;
    case 'has-no-place':
      return `no place ${at} (${why})`;
  }
}
