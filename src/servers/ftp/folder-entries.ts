/** What a listing command asks about: its options, and the file or folder that it names. */
import type { FolderEntry } from '../site/resolution.js';
import type { FtpSession } from './session.js';

/** Options in the style of `ls` are not names: `LIST -la boot`. `--` ends them. */
export function withoutOptions(argument: string): string {
  return argument.replace(/^(?: *-[A-Za-z1]+(?= |$))*(?: *--(?= |$))?/, '').replace(/^ +/, '');
}

/** A file, listed by its own name, or the content of a folder; undefined when there is neither. */
export async function entriesOf(session: FtpSession, argument: string): Promise<readonly FolderEntry[] | undefined> {
  const found = await session.look(argument);
  if (found?.kind === 'folder') return found.entries();
  if (found?.kind !== 'file') return undefined;
  return [{ name: argument, kind: 'file', size: found.file.size, modified: found.file.modified }];
}
