/** Puts each pool of a rollout into exactly one wave: the canaries first, then as described, then whoever is left over. */

export interface WavesInput {
  readonly pools: readonly { readonly pool: string; readonly labels: readonly string[] }[];
  readonly canary: readonly string[];
  readonly waves: readonly {
    readonly name?: string | undefined;
    readonly pools?: readonly string[] | undefined;
    readonly labels?: readonly string[] | undefined;
    readonly count?: number | undefined;
    readonly percent?: number | undefined;
    readonly rest?: true | undefined;
  }[];
}

export interface ResolvedWave {
  readonly name: string;
  readonly canary: boolean;
  readonly pools: readonly string[];
}

export interface WaveProblem {
  /** Where in the description. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

export function resolveWaves(input: WavesInput): { waves: readonly ResolvedWave[]; problems: readonly WaveProblem[] } {
  const problems: WaveProblem[] = [...twiceNamed(input)];
  const left = new Map(input.pools.map((pool) => [pool.pool, pool]));
  const waves: ResolvedWave[] = [];
  const take = (name: string, path: WaveProblem['path']): string[] => {
    if (left.delete(name)) return [name];
    const known = input.pools.some(({ pool }) => pool === name);
    problems.push({ path, message: known ? `${name} is in an earlier wave` : `${name} is not one of the pools` });
    return [];
  };
  const canaries = input.canary.flatMap((name, index) => take(name, ['canary', index]));
  if (canaries.length > 0) waves.push({ name: 'canary', canary: true, pools: canaries });
  const shareOf = left.size;
  input.waves.forEach((wave, index) => {
    const pools =
      wave.pools === undefined
        ? chosen(wave, [...left.values()], shareOf)
        : wave.pools.flatMap((name, at) => take(name, ['waves', index, 'pools', at]));
    for (const name of pools) left.delete(name);
    if (pools.length === 0) problems.push({ path: ['waves', index], message: 'chooses no pool' });
    else waves.push({ name: wave.name ?? `wave ${index + 1}`, canary: false, pools });
  });
  if (left.size > 0) waves.push({ name: 'the rest', canary: false, pools: [...left.keys()] });
  return { waves, problems };
}

function chosen(wave: WavesInput['waves'][number], left: WavesInput['pools'], shareOf: number): string[] {
  const names = (pools: WavesInput['pools']): string[] => pools.map(({ pool }) => pool);
  const { labels, count, percent } = wave;
  if (labels !== undefined) return names(left.filter((pool) => pool.labels.some((label) => labels.includes(label))));
  if (count !== undefined) return names(left.slice(0, count));
  // Rounded up: a share of a few pools is one pool at least.
  if (percent !== undefined) return names(left.slice(0, Math.ceil((shareOf * percent) / 100)));
  return names(left);
}

function twiceNamed({ pools }: WavesInput): readonly WaveProblem[] {
  return pools.flatMap(({ pool }, index) =>
    pools.findIndex((other) => other.pool === pool) < index
      ? [{ path: ['pools', index], message: `${pool} stands here twice` }]
      : [],
  );
}
