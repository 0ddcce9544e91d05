/**
 * What a clock on the wall of a place shows, and which instant it means there: windows are given in the time of the people
 * who wait for them. The zones are those that Node brings along.
 */

/** Minutes of a day and its date, as a wall clock and a calendar show them. */
export interface WallTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  /** Since midnight; more than 1439 lies on the following days. */
  readonly minutes: number;
}

const minute = 60_000;
const day = 24 * 60 * minute;

export function isTimeZone(name: string): boolean {
  try {
    Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

export function wallTime(instant: number, zone: string): WallTime {
  const shown = new Date(instant + offset(instant, zone));
  return {
    year: shown.getUTCFullYear(),
    month: shown.getUTCMonth() + 1,
    day: shown.getUTCDate(),
    minutes: shown.getUTCHours() * 60 + shown.getUTCMinutes(),
  };
}

/**
 * The instant of a wall time. Of an hour that comes twice (clocks are put back) the first is meant; a time that never
 * comes (clocks are put forward) means as long after the change as it lies after it on the clock. Both as iCalendar has it
 * (RFC 5545, 3.3.5).
 */
export function instantOf({ year, month, day: dayOfMonth, minutes }: WallTime, zone: string): number {
  const asUtc = Date.UTC(year, month - 1, dayOfMonth, 0, minutes);
  const before = asUtc - offset(asUtc - day, zone);
  const after = asUtc - offset(asUtc + day, zone);
  const shown = [before, after].filter((instant) => instant + offset(instant, zone) === asUtc);
  return shown.length === 0 ? before : Math.min(...shown);
}

/** `Sat 2026-12-05 22:00`. */
export function describeInstant(instant: number, zone: string): string {
  const { year, month, day: dayOfMonth, minutes } = wallTime(instant, zone);
  const two = (number: number): string => String(number).padStart(2, '0');
  const weekday = weekdays[weekdayOf({ year, month, day: dayOfMonth, minutes })] ?? '';
  return `${weekday} ${year}-${two(month)}-${two(dayOfMonth)} ${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

export const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;

/** 0 is Sunday. */
export function weekdayOf({ year, month, day: dayOfMonth }: WallTime): number {
  return new Date(Date.UTC(year, month - 1, dayOfMonth)).getUTCDay();
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Clocks are changed at a quarter of an hour of UTC everywhere (tz database; since 1972). */
const quarter = 15 * minute;

/** By zone and quarter of an hour: a rollout of many pools asks for the same few thousands of times, and each costs a format. */
const offsets = new Map<string, number>();
const mostOffsets = 10_000;

/** Milliseconds that the zone's clocks are ahead of UTC at an instant. */
function offset(instant: number, zone: string): number {
  const key = `${Math.floor(instant / quarter)} ${zone}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  if (offsets.size >= mostOffsets) offsets.clear();
  const found = shownOffset(Math.floor(instant / quarter) * quarter, zone);
  offsets.set(key, found);
  return found;
}

/** @param instant a whole second */
function shownOffset(instant: number, zone: string): number {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en', {
      timeZone: zone,
      hourCycle: 'h23',
      ...({ year: 'numeric', month: '2-digit', day: '2-digit' } as const),
      ...({ hour: '2-digit', minute: '2-digit', second: '2-digit' } as const),
    });
  formats.set(zone, format);
  const parts = new Map(format.formatToParts(new Date(instant)).map(({ type, value }) => [type, Number(value)]));
  const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
  const shown = Date.UTC(
    ...([part('year'), part('month') - 1, part('day')] as const),
    ...([part('hour'), part('minute'), part('second')] as const),
  );
  return shown - instant;
}
