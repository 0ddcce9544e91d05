/** Reads a window as people give it: `Sat,Sun 22:00-04:00 Europe/Berlin`, or two instants with a slash between them. */
import { DrydockError } from '../../../shared/errors/drydock-error.js';
import { nearestWord } from '../../../shared/nearest-word.js';
import { instantOf, isTimeZone, weekdays } from './time-zone.js';
import type { Window } from './window.js';

const times = /^(?:(\S+)\s+)?(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})(?:\s+(\S+))?$/;
const instants = /^(\S+?)\s*\/\s*(\S+?)(?:\s+([A-Za-z]\S*))?$/;
const instant = /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2})(?::00(?:\.0+)?)?(Z|z|[+-]\d{2}:\d{2})?$/;

const everyDay = [0, 1, 2, 3, 4, 5, 6];

/**
 * `[DAYS ]HH:MM-HH:MM ZONE`, where DAYS are `Sat`, `Mon,Wed` or `Mon-Fri` (default: every day) and name the day on which it
 * opens; or `START/END` with an offset each (`2026-12-05T22:00+01:00`) or with a zone after them.
 * @throws WINDOW_INVALID
 */
export function parseWindow(text: string): Window {
  const trimmed = text.trim();
  const recurring = times.exec(trimmed);
  if (recurring !== null) return recurringWindow(recurring, text);
  const once = instants.exec(trimmed);
  if (once !== null) return onceWindow(once, text);
  throw invalid(text, 'HH:MM-HH:MM and a time zone, or START/END', 'neither');
}

function recurringWindow(match: RegExpExecArray, text: string): Window {
  const [, days, fromHours = '', fromMinutes = '', toHours = '', toMinutes = '', zone] = match;
  const from = minutesOf(fromHours, fromMinutes);
  const to = minutesOf(toHours, toMinutes);
  if (from >= 24 * 60 || to > 24 * 60 || Number(fromMinutes) > 59 || Number(toMinutes) > 59) {
    throw invalid(text, 'times from 00:00 to 24:00', `${fromHours}:${fromMinutes}-${toHours}:${toMinutes}`);
  }
  if (from === to) throw invalid(text, 'two different times; 00:00-24:00 is a whole day', 'the same time twice');
  return { kind: 'recurring', days: daysOf(days, text), from, to, zone: zoneOf(zone, text) };
}

function minutesOf(hours: string, minutes: string): number {
  return Number(hours) * 60 + Number(minutes);
}

function daysOf(given: string | undefined, text: string): number[] {
  if (given === undefined) return everyDay;
  const days = given.split(',').flatMap((part) => {
    const [first, last, ...more] = part.split('-').map((name) => dayOf(name, text));
    if (first === undefined || more.length > 0) throw invalid(text, 'days such as Sat or Mon-Fri', part);
    const span = last === undefined ? 1 : ((last - first + 7) % 7) + 1;
    return everyDay.slice(0, span).map((ahead) => (first + ahead) % 7);
  });
  return [...new Set(days)].sort((a, b) => a - b);
}

/** By its first three letters: Sat, saturday. */
function dayOf(name: string, text: string): number {
  const full = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
  const word = name.toLowerCase();
  const index = word.length < 3 ? -1 : full.findIndex((candidate) => candidate.startsWith(word));
  if (index === -1) throw invalid(text, `days: ${weekdays.join(', ')}`, name === '' ? 'an empty one' : name);
  return index;
}

function onceWindow(match: RegExpExecArray, text: string): Window {
  const [, from = '', to = '', zone] = match;
  const start = instantFrom(from, zone, text);
  const end = instantFrom(to, zone, text);
  if (end <= start) throw invalid(text, 'an end after the start', `${from} before ${to}`);
  return { kind: 'once', start, end, zone: zone === undefined ? 'UTC' : zoneOf(zone, text) };
}

function instantFrom(given: string, zone: string | undefined, text: string): number {
  const match = instant.exec(given);
  if (match === null) throw invalid(text, 'an instant such as 2026-12-05T22:00+01:00', given);
  const [year = 0, month = 0, day = 0, hours = 0, minutes = 0] = match.slice(1, 6).map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() + 1 !== month || date.getUTCDate() !== day || hours > 23 || minutes > 59) {
    throw invalid(text, 'a date and time that exist', given);
  }
  const offset = match[6];
  if (offset === undefined) return instantOf({ year, month, day, minutes: hours * 60 + minutes }, zoneOf(zone, text));
  const ahead = offset.toUpperCase() === 'Z' ? 0 : offsetMinutes(offset);
  if (Math.abs(ahead) > 14 * 60) throw invalid(text, 'an offset of at most 14 hours', given);
  return Date.UTC(year, month - 1, day, hours, minutes) - ahead * 60_000;
}

function offsetMinutes(offset: string): number {
  const minutes = minutesOf(offset.slice(1, 3), offset.slice(4, 6));
  return offset.startsWith('-') ? -minutes : minutes;
}

/** Never the zone of this machine: the person who gives the window may sit elsewhere. */
function zoneOf(zone: string | undefined, text: string): string {
  if (zone === undefined) throw invalid(text, 'a time zone after it, such as Europe/Berlin or UTC', 'none');
  if (isTimeZone(zone)) return zone;
  const near = nearestWord(zone, Intl.supportedValuesOf('timeZone'));
  throw invalid(
    text,
    'a time zone such as Europe/Berlin or UTC',
    near === undefined ? zone : `${zone}: is ${near} meant?`,
  );
}

function invalid(text: string, expected: string, found: string): DrydockError {
  return new DrydockError('WINDOW_INVALID', { attempted: 'reading a window', subject: text, expected, found });
}
