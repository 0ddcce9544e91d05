/** A window as it is chosen from days, times and a zone, and as the controller takes it: `Sat,Sun 22:00-04:00 Europe/Berlin`. */

export interface WindowChoice {
  /** Every week on some days, or one night that has a date. */
  readonly kind: 'weekly' | 'once';
  /** The days on which it opens, as they stand in `dayNames`. */
  readonly days: readonly number[];
  /** As a field for a time has it: `22:00`; empty while nothing was chosen. */
  readonly from: string;
  readonly to: string;
  /** As a field for date and time has it: `2026-12-05T22:00`. */
  readonly start: string;
  readonly end: string;
  readonly zone: string;
}

/** In the order of a calendar. */
export const dayNames = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

/** Saturday night, where the person sits. */
export function firstWindow(zone: string): WindowChoice {
  return { kind: 'weekly', days: [5], from: '22:00', to: '04:00', start: '', end: '', zone };
}

export function windowText({ kind, days, from, to, start, end, zone }: WindowChoice): string {
  if (kind === 'once') return `${start}/${end} ${zone.trim()}`;
  const named = dayNames.filter((_name, index) => days.includes(index));
  const until = isWholeDay({ from, to }) ? '24:00' : to;
  return `${named.length === dayNames.length ? '' : `${named.join(',')} `}${from}-${until} ${zone.trim()}`;
}

/** What cannot be right, in a sentence; null: the controller will understand it. */
export function wrongInWindow({ kind, days, from, to, start, end, zone }: WindowChoice): string | null {
  if (!isZone(zone.trim())) {
    return zone.trim() === ''
      ? 'Give the time zone of the times, such as Europe/Berlin.'
      : `“${zone}” is no time zone. They are named as Europe/Berlin or UTC.`;
  }
  if (kind === 'once') {
    if (start === '' || end === '') return 'Give the date and the time at which it opens and closes.';
    return start < end ? null : 'It closes before it opens.';
  }
  if (days.length === 0) return 'Choose the days on which it opens.';
  if (from === '' || to === '') return 'Give the times at which it opens and closes.';
  if (from !== to || isWholeDay({ from, to })) return null;
  return 'It closes when it opens. For a whole day let it open and close at 00:00.';
}

/** It is told, since it is what people get wrong: the days are those on which it opens. */
export function closesNextDay({ kind, from, to }: WindowChoice): boolean {
  return kind === 'weekly' && from !== '' && to !== '' && to < from;
}

export function withDay(window: WindowChoice, day: number, isIn: boolean): WindowChoice {
  const others = window.days.filter((each) => each !== day);
  return { ...window, days: isIn ? [...others, day].sort((left, right) => left - right) : others };
}

function isWholeDay({ from, to }: Pick<WindowChoice, 'from' | 'to'>): boolean {
  return from === '00:00' && to === '00:00';
}

function isZone(name: string): boolean {
  if (name === '') return false;
  try {
    Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
