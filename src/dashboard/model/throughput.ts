/** The last minutes of what the servers sent, for the chart: measured points, one for each time the server told. */

export interface ThroughputSeries {
  /** Seconds since 1970, ascending. */
  readonly at: readonly number[];
  /** Bytes a second. */
  readonly rate: readonly number[];
}

export const emptySeries: ThroughputSeries = { at: [], rate: [] };

/** With one more point; points older than `kept` milliseconds go, and one that is not newer than the last is no point. */
export function withPoint(series: ThroughputSeries, at: number, rate: number, kept: number): ThroughputSeries {
  const second = at / 1000;
  const last = series.at.at(-1);
  if (last !== undefined && second <= last) return series;
  const first = series.at.findIndex((each) => each >= second - kept / 1000);
  const from = first < 0 ? series.at.length : first;
  return { at: [...series.at.slice(from), second], rate: [...series.rate.slice(from), rate] };
}
