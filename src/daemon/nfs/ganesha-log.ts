/** What NFS-Ganesha says in its log: it has no other way to tell whether it took its exports (4.3, without D-Bus). */

export const initialised = 'NFS SERVER INITIALIZED';
export const rereadDone = 'Reread exports complete';

/** Lines that tell of a mistake in its exports; its complaints about D-Bus and Kerberos, which it does without, are none. */
export function complaints(log: string): string[] {
  return log
    .split('\n')
    .filter((line) => /:(?:CONFIG|EXPORT|FSAL|NFS STARTUP) :(?:CRIT|MAJ|FATAL) :/.test(line))
    .map((line) => line.replace(/^.*?\] /, ''));
}
