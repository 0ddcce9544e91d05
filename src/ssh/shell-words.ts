/** A command as one line for the login shell that sshd hands it to: every word in quotes, so that no shell finds anything to expand. */
import { DrydockError } from '../shared/errors/drydock-error.js';

const plain = /^[A-Za-z0-9_@%+=:,./-]+$/;

/** @throws INTERNAL_FAULT for a word with a NUL byte, which no program can be given, and for no words at all */
export function shellLine(words: readonly string[]): string {
  if (words.length === 0 || words.some((word) => word.includes('\0'))) {
    throw new DrydockError('INTERNAL_FAULT', { attempted: 'quoting a command for a shell' });
  }
  return words.map(quote).join(' ');
}

/** Within single quotes nothing is special but the quote itself. */
function quote(word: string): string {
  return plain.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
