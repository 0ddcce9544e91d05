/** What a person has chosen for a rollout: the same that `rollout plan` reads from a file, as one value that the form changes. */
import type { RolloutDescription } from '../../contract/rollout-description.js';
import { windowText, type WindowChoice } from './window-choice.js';

/** The wave that goes before all others, by its id and by the name that the controller gives it. */
export const canaryWave = 'canary';

export interface WaveChoice {
  readonly id: string;
  readonly name: string;
}

export interface PoolChoice {
  /** The id of its wave. */
  readonly wave: string;
  /** Empty: that of the rollout. */
  readonly media: string;
  /** Null: those of the rollout. */
  readonly windows: readonly WindowChoice[] | null;
}

/** Numbers as they were typed, so that what is no number stands where it was typed, with what is wrong. */
export interface RolloutChoice {
  readonly name: string;
  readonly media: string;
  /** Those that take part, by name. */
  readonly pools: ReadonlyMap<string, PoolChoice>;
  /** Those after the canaries, in their order. */
  readonly waves: readonly WaveChoice[];
  readonly poolsAtOnce: string;
  /** Empty: as many as pools. */
  readonly hostsAtOnce: string;
  readonly failureBudget: string;
  readonly soak: string;
  readonly soakUnit: 'm' | 'h' | 'd';
  readonly approval: RolloutDescription['approval'];
  /** Megabytes a second; empty: as the configuration says. */
  readonly linkRate: string;
  readonly perHost: string;
  readonly windows: readonly WindowChoice[];
  readonly fix: boolean;
  readonly approveEachHost: boolean;
  readonly stopVms: boolean;
  readonly soakMinutes: string;
  readonly packs: readonly string[];
}

export const firstRollout: RolloutChoice = {
  ...{ name: '', media: '', pools: new Map(), waves: [{ id: '1', name: 'wave 1' }], poolsAtOnce: '1', hostsAtOnce: '' },
  ...{ failureBudget: '0', soak: '0', soakUnit: 'h', approval: 'after-canary', linkRate: '', perHost: '25' },
  ...{ windows: [], fix: true, approveEachHost: false, stopVms: false, soakMinutes: '0', packs: [] },
};

/** As they go. */
export function waveNames({ waves }: RolloutChoice): readonly string[] {
  return [canaryWave, ...waves.map(({ name }) => name.trim())];
}

/** Each pool has one host at work: whichever bound is lower holds for both. */
export function placesIn({ poolsAtOnce, hostsAtOnce }: RolloutChoice): number {
  return Math.min(Number(poolsAtOnce), hostsAtOnce.trim() === '' ? Infinity : Number(hostsAtOnce));
}

/** What a person answered after the pools were looked at. */
export interface RolloutAnswers {
  /** `CHECK@HOST=REASON`, by pool. */
  readonly accept: ReadonlyMap<string, readonly string[]>;
  /** The licence agreements of the media were read and are accepted. */
  readonly agreed: boolean;
}

/** In the last wave at first: whoever is a canary was chosen as one. */
export function takePool(choice: RolloutChoice, pool: string, isIn: boolean): RolloutChoice {
  const pools = new Map(choice.pools);
  if (isIn) pools.set(pool, { wave: choice.waves.at(-1)?.id ?? canaryWave, media: '', windows: null });
  else pools.delete(pool);
  return { ...choice, pools };
}

export function changePool(choice: RolloutChoice, pool: string, change: Partial<PoolChoice>): RolloutChoice {
  const before = choice.pools.get(pool);
  if (before === undefined) return choice;
  return { ...choice, pools: new Map(choice.pools).set(pool, { ...before, ...change }) };
}

export function addWave(choice: RolloutChoice): RolloutChoice {
  const number = Math.max(0, ...choice.waves.map(({ id }) => Number(id))) + 1;
  return { ...choice, waves: [...choice.waves, { id: String(number), name: `wave ${number}` }] };
}

/** Its pools go with the wave before it, or with the next where it was the first. */
export function removeWave(choice: RolloutChoice, id: string): RolloutChoice {
  const at = choice.waves.findIndex((wave) => wave.id === id);
  const waves = choice.waves.filter((wave) => wave.id !== id);
  const heir = waves[Math.max(0, at - 1)]?.id;
  if (at < 0 || heir === undefined) return choice;
  const pools = [...choice.pools].map(
    ([name, pool]) => [name, pool.wave === id ? { ...pool, wave: heir } : pool] as const,
  );
  return { ...choice, waves, pools: new Map(pools) };
}

export function renameWave(choice: RolloutChoice, id: string, name: string): RolloutChoice {
  return { ...choice, waves: choice.waves.map((wave) => (wave.id === id ? { id, name } : wave)) };
}

/**
 * Puts the pools that take part into waves in the order in which they are listed.
 * @param listed all pools as they stand on the page
 */
export function spread(
  choice: RolloutChoice,
  listed: readonly string[],
  canaries: number,
  size: number,
): RolloutChoice {
  const taken = poolsInOrder(choice, listed);
  const number = Math.max(1, Math.ceil((taken.length - canaries) / size));
  const waves = Array.from({ length: number }, (_wave, index) => ({
    id: String(index + 1),
    name: `wave ${index + 1}`,
  }));
  const pools = new Map(choice.pools);
  taken.forEach((name, index) => {
    const before = pools.get(name);
    const wave = index < canaries ? canaryWave : String(Math.floor((index - canaries) / size) + 1);
    if (before !== undefined) pools.set(name, { ...before, wave });
  });
  return { ...choice, waves, pools };
}

/** Those that take part, as they stand on the page. */
export function poolsInOrder({ pools }: RolloutChoice, listed: readonly string[]): readonly string[] {
  return listed.filter((name) => pools.has(name));
}

export function poolsOfWave(choice: RolloutChoice, listed: readonly string[], id: string): readonly string[] {
  return poolsInOrder(choice, listed).filter((name) => choice.pools.get(name)?.wave === id);
}

/** Whether the same is asked of the same pools, so that answers to what was found hold: waves, limits and times change nothing of it. */
export function asksTheSame(left: RolloutChoice, right: RolloutChoice): boolean {
  const asked = ({ media, fix, stopVms, packs, pools }: RolloutChoice): string =>
    JSON.stringify([media, fix, stopVms, packs, [...pools].map(([name, pool]) => [name, pool.media])]);
  return asked(left) === asked(right);
}

/** To be asked for only where `wrongInRollout` has found nothing. */
export function descriptionOf(
  choice: RolloutChoice,
  listed: readonly string[],
  { accept, agreed }: RolloutAnswers,
): RolloutDescription {
  const { name, media, approval, fix, approveEachHost, stopVms, packs } = choice;
  const waves = choice.waves
    .map((wave) => ({ name: wave.name.trim(), pools: [...poolsOfWave(choice, listed, wave.id)] }))
    .filter(({ pools }) => pools.length > 0);
  return {
    ...{ name: name.trim(), approval, waves, canary: [...poolsOfWave(choice, listed, canaryWave)] },
    ...(media === '' ? {} : { media }),
    pools: poolsInOrder(choice, listed).map((pool) => poolEntry(choice, pool, accept.get(pool) ?? [])),
    atOnce: { pools: Number(choice.poolsAtOnce), ...optional('hosts', choice.hostsAtOnce) },
    link: { perHost: Number(choice.perHost), ...optional('megabytesPerSecond', choice.linkRate) },
    failureBudget: Number(choice.failureBudget),
    soak: Number(choice.soak) === 0 ? '0' : `${Number(choice.soak)}${choice.soakUnit}`,
    windows: choice.windows.map(windowText),
    run: {
      ...{ fix, approveEachHost, acceptEua: agreed, soakMinutes: Number(choice.soakMinutes), accept: [] },
      ...(stopVms ? { stopVms } : {}),
      ...(packs.length === 0 ? {} : { packs: [...packs] }),
    },
  };
}

function poolEntry(
  { pools }: RolloutChoice,
  pool: string,
  accept: readonly string[],
): RolloutDescription['pools'][number] {
  const { media = '', windows = null } = pools.get(pool) ?? {};
  return {
    ...{ pool, labels: [] },
    ...(media === '' ? {} : { media }),
    ...(windows === null ? {} : { windows: windows.map(windowText) }),
    ...(accept.length === 0 ? {} : { run: { accept: [...accept] } }),
  };
}

function optional<K extends string>(key: K, typed: string): Partial<Record<K, number>> {
  return typed.trim() === '' ? {} : ({ [key]: Number(typed) } as Record<K, number>);
}
