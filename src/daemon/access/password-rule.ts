/** What a password must be: long. Rules about digits and signs make passwords that people write down. */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { Secret } from '../../shared/secret.js';
import { longestPassword } from '../../contract/api/session.js';

const leastLength = 12;

/** Long enough when they are repeated or given digits, and tried first all the same. */
const wellKnown = [
  'password',
  'passwort',
  'qwerty',
  'letmein',
  'welcome',
  'changeme',
  'administrator',
  'admin',
  'drydock',
  'xenserver',
  'xcpng',
  'citrix',
  'root',
];

/** @throws PASSWORD_TOO_WEAK */
export function requireGoodPassword(name: string, password: Secret): void {
  const text = password.reveal();
  const found = weakness(name, text);
  if (found !== undefined)
    throw new DrydockError('PASSWORD_TOO_WEAK', { attempted: 'choosing a password', subject: name, found });
}

function weakness(name: string, text: string): string | undefined {
  const { length } = Array.from(text);
  if (length < leastLength) return `${length} characters; at least ${leastLength} are needed`;
  if (text.length > longestPassword) return `${text.length} characters; at most ${longestPassword} are taken`;
  if (new Set(text).size < 5) return 'fewer than five different characters';
  if (text.toLowerCase().replaceAll(name.toLowerCase(), '').length < 6) return 'hardly more than the name';
  return isWellKnown(text.toLowerCase()) ? 'one of those that are tried first' : undefined;
}

/** Nothing is left of it but digits and signs when the well-known words are taken out. */
function isWellKnown(text: string): boolean {
  if (text.includes('123456789')) return true;
  const letters = text.replaceAll(/[^\p{L}]/gu, '');
  return letters !== '' && wellKnown.reduce((rest, word) => rest.replaceAll(word, ''), letters) === '';
}
