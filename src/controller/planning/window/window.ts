/** When hosts may be taken out of service: every day or on some weekdays between two times, or once between two instants. */
import { z } from 'zod';
import { instantOf, wallTime, weekdayOf, weekdays, type WallTime } from './time-zone.js';

export const windowSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('recurring'),
    /** 0 is Sunday: the days on which it opens. */
    days: z.array(z.number().int().min(0).max(6)).min(1),
    /** Minutes since midnight. `to` is not after `from` where the window ends on the next day; 1440 is midnight. */
    from: z.number().int().min(0).max(1439),
    to: z.number().int().min(0).max(1440),
    zone: z.string(),
  }),
  /** Instants in milliseconds since 1970. */
  z.strictObject({ kind: z.literal('once'), start: z.number(), end: z.number(), zone: z.string() }),
]);
export type Window = z.infer<typeof windowSchema>;

/** One time that a window is open: from `start`, until just before `end`. */
export interface Opening {
  readonly start: number;
  readonly end: number;
}

/** The opening that is open at that instant, or the next one; undefined when there is none any more. */
export function openingAt(window: Window, at: number): Opening | undefined {
  if (window.kind === 'once') return at < window.end ? { start: window.start, end: window.end } : undefined;
  // From yesterday, whose opening may reach into today, through the week and the day after: clocks that are put forward may
  // swallow an opening whole.
  for (let ahead = -1; ahead <= 8; ahead++) {
    const date = addDays(wallTime(at, window.zone), ahead);
    const opening = window.days.includes(weekdayOf(date)) ? openingOn(date, window) : undefined;
    if (opening !== undefined && at < opening.end) return opening;
  }
  return undefined;
}

/** The openings from that instant on, the one that is open first; no more than asked for. */
export function openingsFrom(window: Window, at: number, count: number): readonly Opening[] {
  const openings: Opening[] = [];
  let from = at;
  while (openings.length < count) {
    const opening = openingAt(window, from);
    if (opening === undefined) break;
    openings.push(opening);
    from = opening.end;
  }
  return openings;
}

/** As it is given with `--window`. */
export function describeWindow(window: Window): string {
  if (window.kind === 'once') {
    return `${new Date(window.start).toISOString()}/${new Date(window.end).toISOString()}`;
  }
  const days = window.days.length === 7 ? '' : `${window.days.map((index) => weekdays[index]).join(',')} `;
  return `${days}${clock(window.from)}-${clock(window.to)} ${window.zone}`;
}

function openingOn(date: WallTime, window: Extract<Window, { kind: 'recurring' }>): Opening | undefined {
  const until = window.to > window.from ? window.to : window.to + 24 * 60;
  const start = instantOf({ ...date, minutes: window.from }, window.zone);
  const end = instantOf({ ...date, minutes: until }, window.zone);
  return start < end ? { start, end } : undefined;
}

function addDays({ year, month, day, minutes }: WallTime, days: number): WallTime {
  const date = new Date(Date.UTC(year, month - 1, day + days));
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate(), minutes };
}

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
