/** What cannot be right in the choices for a rollout, each beside its field, in a sentence; and what the controller says of them. */
import type { RolloutDescription } from '../../contract/rollout-description.js';
import type { FieldProblem } from './problem.js';
import { canaryWave, poolsInOrder, waveNames, type RolloutChoice } from './rollout-choice.js';
import { wrongInWindow, type WindowChoice } from './window-choice.js';

/** By the field: `name`, `pools`, `poolsAtOnce`, `wave 1`, `windows 0`, `pool lab`, `pool lab windows 0`. */
export type Wrong = ReadonlyMap<string, string>;

export function wrongInRollout(choice: RolloutChoice, listed: readonly string[]): Wrong {
  const taken = poolsInOrder(choice, listed);
  const wrong: (readonly [string, string | null])[] = [
    ['name', choice.name.trim() === '' ? 'Say what it is to be called.' : tooLong(choice.name)],
    ['media', missingMedium(choice, taken)],
    ['pools', wrongInPools(choice, taken)],
    ...choice.waves.map((wave, index) => [`wave ${wave.id}`, wrongInWave(choice, index)] as const),
    ['poolsAtOnce', wholeNumber(choice.poolsAtOnce, 1)],
    ['hostsAtOnce', choice.hostsAtOnce.trim() === '' ? null : wholeNumber(choice.hostsAtOnce, 1)],
    ['failureBudget', wholeNumber(choice.failureBudget, 0)],
    ['soak', wholeNumber(choice.soak, 0, 5)],
    ['linkRate', choice.linkRate.trim() === '' ? null : number(choice.linkRate, 1)],
    ['perHost', number(choice.perHost, 1)],
    ['soakMinutes', number(choice.soakMinutes, 0)],
    ...inWindows('windows', choice.windows),
    ...taken.flatMap((name) => inWindows(`pool ${name} windows`, choice.pools.get(name)?.windows ?? [])),
  ];
  return new Map(wrong.filter((entry): entry is readonly [string, string] => entry[1] !== null));
}

/** The controller's own words, at the field that each path of the description comes from; others stay with the error itself. */
export function fieldsOf(problems: readonly FieldProblem[], { pools }: RolloutDescription): Wrong {
  return new Map(
    problems.flatMap(({ path, message }) => {
      const field = fieldAt(path[0] === 'description' ? path.slice(1) : path, pools);
      return field === null ? [] : [[field, message] as const];
    }),
  );
}

const fields: Readonly<Record<string, string>> = {
  ...{ name: 'name', media: 'media', canary: 'pools', waves: 'pools', failureBudget: 'failureBudget', soak: 'soak' },
  ...{ 'atOnce.pools': 'poolsAtOnce', 'atOnce.hosts': 'hostsAtOnce', 'run.soakMinutes': 'soakMinutes' },
  ...{ 'link.megabytesPerSecond': 'linkRate', 'link.perHost': 'perHost' },
};

function fieldAt(path: FieldProblem['path'], pools: RolloutDescription['pools']): string | null {
  const [first, second, third, fourth] = path;
  if (first === 'windows' && typeof second === 'number') return `windows ${second}`;
  if (first === 'pools') {
    const pool = typeof second === 'number' ? pools[second]?.pool : undefined;
    if (pool === undefined) return 'pools';
    return third === 'windows' && typeof fourth === 'number' ? `pool ${pool} windows ${fourth}` : `pool ${pool}`;
  }
  return fields[path.slice(0, 2).join('.')] ?? fields[String(first)] ?? null;
}

function missingMedium({ media, pools }: RolloutChoice, taken: readonly string[]): string | null {
  if (media !== '') return null;
  const without = taken.filter((name) => (pools.get(name)?.media ?? '') === '');
  if (taken.length > 0 && without.length === 0) return null;
  return taken.length === 0 ? 'Choose the medium.' : `Choose the medium; ${without.join(', ')} has none of its own.`;
}

function wrongInPools({ pools, waves }: RolloutChoice, taken: readonly string[]): string | null {
  if (taken.length === 0) return 'Choose the pools that take part.';
  const known = new Set([canaryWave, ...waves.map(({ id }) => id)]);
  const lost = taken.filter((name) => !known.has(pools.get(name)?.wave ?? ''));
  return lost.length === 0 ? null : `Choose the wave of ${lost.join(', ')}.`;
}

function inWindows(field: string, windows: readonly WindowChoice[]): (readonly [string, string | null])[] {
  return windows.map((window, index) => [`${field} ${index}`, wrongInWindow(window)] as const);
}

/** Two of one name could not be told apart in the plan. */
function wrongInWave(choice: RolloutChoice, index: number): string | null {
  const names = waveNames(choice);
  const name = names[index + 1] ?? '';
  if (name === '') return 'A wave needs a name.';
  return names.indexOf(name) < index + 1 ? `Another wave is called ${name}.` : tooLong(name);
}

/** As many as the description takes. */
function tooLong(name: string): string | null {
  return name.trim().length <= 60 ? null : 'Give a shorter one, of 60 characters at most.';
}

function wholeNumber(typed: string, least: number, digits = 9): string | null {
  const text = typed.trim();
  if (/^\d+$/.test(text) && text.length > digits) return `Give a smaller number, of ${digits} digits at most.`;
  return /^\d+$/.test(text) ? number(typed, least) : `Give a whole number, ${least} or more.`;
}

function number(typed: string, least: number): string | null {
  const value = Number(typed);
  const isNumber = typed.trim() !== '' && Number.isFinite(value);
  return isNumber && value >= least ? null : `Give a number, ${least} or more.`;
}
