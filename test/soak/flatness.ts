/** Whether a figure that was sampled for a long time is flat: a leak is a slope that the noise does not explain. */

export interface Sample {
  /** Seconds since the beginning. */
  readonly at: number;
  readonly value: number;
}

export interface Flatness {
  readonly first: number;
  readonly last: number;
  readonly most: number;
  /** By least squares over what was judged, in units an hour. */
  readonly slopePerHour: number;
  /** What is wrong with it; undefined when it is flat. */
  readonly problem: string | undefined;
}

export interface Bounds {
  /** A rise between the beginning and the end that may be, in the unit of the figure. */
  readonly mayRise: number;
  /** What it must never be above; none where it is left out. */
  readonly ceiling?: number;
}

/** The first quarter is warming up: caches fill, code is compiled. */
const warmUp = 0.25;

export function flatness(samples: readonly Sample[], { mayRise, ceiling = Infinity }: Bounds): Flatness {
  const end = samples.at(-1)?.at ?? 0;
  const judged = samples.filter(({ at }) => at >= end * warmUp);
  const slope = slopeOf(judged);
  const values = judged.map(({ value }) => value);
  const third = Math.max(1, Math.floor(values.length / 3));
  const [first, last] = [median(values.slice(0, third)), median(values.slice(-third))];
  const most = Math.max(...values);
  const rise = last - first;
  // Both: a sawtooth may end high, and one high sample may tilt the line.
  const grows = rise > mayRise && slope * (end - end * warmUp) > mayRise;
  const problem = grows
    ? `it rose by ${rounded(rise)}, and may rise by ${mayRise}`
    : most > ceiling
      ? `it was ${rounded(most)}, and may be ${ceiling}`
      : undefined;
  return { first, last, most, slopePerHour: slope * 3600, problem };
}

function slopeOf(samples: readonly Sample[]): number {
  const meanAt = mean(samples.map(({ at }) => at));
  const meanValue = mean(samples.map(({ value }) => value));
  const along = samples.reduce((sum, { at }) => sum + (at - meanAt) ** 2, 0);
  const both = samples.reduce((sum, { at, value }) => sum + (at - meanAt) * (value - meanValue), 0);
  return along === 0 ? 0 : both / along;
}

export function median(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
