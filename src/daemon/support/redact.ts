/**
 * What leaves the machine in a support bundle: nothing secret is written to logs or journal in the first place, and here it is
 * made sure of once more, by value (every secret that can be read on this machine) and by form.
 */
import { withoutTrailing } from '../../shared/trim.js';

const hidden = '[secret]';

/** Shorter ones would take ordinary words away. */
const shortestSecret = 4;

export type Redact = (text: string) => string;

/** @param secrets values that must not be in the text, in any of the forms that JSON, an address or Basic gives them */
export function redactor(secrets: Iterable<string>): Redact {
  const values = [...new Set([...secrets].flatMap(formsOf))].filter(({ length }) => length >= shortestSecret);
  // The longest first: one may be the beginning of another.
  values.sort((one, other) => other.length - one.length);
  return (text) => byForm(values.reduce((left, value) => left.replaceAll(value, hidden), text));
}

function formsOf(secret: string): readonly string[] {
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    withoutTrailing(Buffer.from(secret).toString('base64'), '='),
  ];
}

/** A token in a host's own address, a password in an address, an Authorization header. */
function byForm(text: string): string {
  return text
    .replaceAll(/\/i\/[a-z2-7]{26}/g, `/i/${hidden}`)
    .replaceAll(/(\b[a-z]{2,8}:\/\/[^\s/:@"']{0,256}):[^\s/@"']{1,256}@/gi, `$1:${hidden}@`)
    .replaceAll(/\b(Basic|Bearer) [A-Za-z0-9+/._~=-]{8,}/g, `$1 ${hidden}`);
}

/**
 * The settings without what may be secret in them: of an address only where it leads, since the rest may be the key to a
 * chat room; of a command only the program. Secrets themselves never stand there, only where they come from.
 */
export function redactSettings(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) {
    if (key === 'command') return value.length === 0 ? [] : [value[0], `[${value.length - 1} arguments]`];
    return value.map((item: unknown) => redactSettings(item, key));
  }
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, redactSettings(item, name)]));
  return typeof value === 'string' && /url$/i.test(key) ? originOf(value) : value;
}

function originOf(address: string): string {
  if (!URL.canParse(address)) return hidden;
  const { protocol, host, pathname, search } = new URL(address);
  return `${protocol}//${host}${pathname === '/' && search === '' ? '/' : `/${hidden}`}`;
}
