/** What NFS-Ganesha says in its log: it has no other way to tell whether it took its exports (4.3, without D-Bus). */
import { open } from 'node:fs/promises';
import { withoutTokens } from '../../servers/grants/token.js';

export const initialised = 'NFS SERVER INITIALIZED';
export const rereadDone = 'Reread exports complete';

/** Lines that tell of a mistake in its exports; its complaints about D-Bus and Kerberos, which it does without, are none. */
export function complaints(log: string): string[] {
  return log
    .split('\n')
    .filter((line) => /:(?:CONFIG|EXPORT|FSAL|NFS STARTUP) :(?:CRIT|MAJ|FATAL) :/.test(line))
    .map((line) => line.replace(/^.*?\] /, ''));
}

/**
 * What the log says, without the tokens in the paths that it complains of; they are struck out in the file as well, byte
 * for byte and where they stand, since NFS-Ganesha may be adding a line meanwhile. No file: an empty text.
 */
export async function readStruckOut(file: string): Promise<string> {
  const handle = await open(file, 'r+').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (handle === undefined) return '';
  try {
    const said = await handle.readFile('latin1');
    const struckOut = withoutTokens(said);
    if (struckOut !== said) await handle.write(struckOut, 0, 'latin1');
    return struckOut;
  } finally {
    await handle.close();
  }
}
