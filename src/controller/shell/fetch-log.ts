/** The installer's log of an upgrade, from the host that is back: the newest one there, if it was written since the reboot. */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { Asker } from './ask.js';
import { logFiles, reading } from './commands.js';

/** How far a clock may be off that was set meanwhile, in seconds. */
const tolerance = 3600;

/** @param since seconds on the host's clock before its reboot @throws SSH_COMMAND_FAILED where there is none of this upgrade */
export async function fetchLog(ask: Asker, host: string, since: number): Promise<string> {
  const seen: string[] = [];
  for (const file of logFiles) {
    const stat = await ask.textIfThere(reading.logAge.make(file));
    if (stat === undefined) continue;
    const writtenAt = Number(stat.trim().split(' ')[0]);
    if (writtenAt >= since - tolerance) return cleanLog(await ask.text(reading.log.make(file)));
    seen.push(`${file} is of an earlier installation`);
  }
  throw new DrydockError('SSH_COMMAND_FAILED', {
    attempted: 'looking for the installer’s log',
    subject: host,
    expected: `one of ${logFiles.join(', ')}`,
    found: seen.length === 0 ? 'none of them' : seen.join('; '),
  });
}

/** Addresses in it hold the token of the host's grant, its answers the hash of root's password. */
export function cleanLog(text: string): string {
  return text
    .replace(/\/i\/[^/\s"'<>]+/g, '/i/[secret]')
    .replace(/(\b[a-z][a-z0-9+.-]*:\/\/)[^/\s@"'<>]+@/gi, '$1[secret]@')
    .replace(/\$(?:1|2[abxy]|5|6|y)\$[^\s'",)]+/g, '[secret]')
    .replace(/(pass(?:word|wd|phrase)['"]?\s*[=:]\s*)(['"]?)(?!\[secret\])[^\s'",)]+\2/gi, '$1[secret]');
}
