/** Instants with their zone: a time without one has sent people to the wrong night. */

export interface InstantFormat {
  /** `26 Nov 2026, 14:05:09 CET` */
  full(at: number): string;
  /** `14:05:09`, where the zone stands in the heading of the column or the day does not matter. */
  time(at: number): string;
  /** `14:05`, for an axis. */
  minute(at: number): string;
  /** `CET`, `UTC`, `GMT+2`. */
  readonly zone: string;
}

/** @param zone of the reader: the browser's own where none is given */
export function instantFormat(zone?: string): InstantFormat {
  const at = zone === undefined ? {} : { timeZone: zone };
  const day = new Intl.DateTimeFormat('en-GB', { ...at, day: 'numeric', month: 'short', year: 'numeric' });
  const time = new Intl.DateTimeFormat('en-GB', { ...at, hour: '2-digit', minute: '2-digit', second: '2-digit' });
  const minute = new Intl.DateTimeFormat('en-GB', { ...at, hour: '2-digit', minute: '2-digit' });
  const named = new Intl.DateTimeFormat('en-GB', { ...at, timeZoneName: 'short' });
  const zoneAt = (instant: number): string =>
    named.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value ?? 'UTC';
  return {
    full: (instant) => `${day.format(instant)}, ${time.format(instant)} ${zoneAt(instant)}`,
    time: (instant) => time.format(instant),
    minute: (instant) => minute.format(instant),
    zone: zoneAt(Date.UTC(2026, 0, 1)),
  };
}
