/** The commands by name. What would write, or connect to somewhere else (PORT, EPRT: FTP bounce), is refused. */
import { accessCommands } from './access-commands.js';
import { folderCommands } from './folder-commands.js';
import { infoCommands } from './info-commands.js';
import type { FtpSession } from './session.js';
import { transferCommands } from './transfer-commands.js';

export interface FtpCommandEntry {
  readonly needsLogin: boolean;
  run(session: FtpSession, argument: string): Promise<void> | void;
}

const writing = ['STOR', 'STOU', 'APPE', 'DELE', 'MKD', 'XMKD', 'RMD', 'XRMD', 'RNFR', 'RNTO', 'MFMT', 'MFCT', 'MFF'];

const refuseWriting: FtpCommandEntry = {
  needsLogin: true,
  run: (session) => session.reply(550, 'This server is read-only'),
};

export const ftpCommands: ReadonlyMap<string, FtpCommandEntry> = new Map([
  ...Object.entries(accessCommands),
  ...Object.entries(folderCommands),
  ...Object.entries(infoCommands),
  ...Object.entries(transferCommands),
  ...writing.map((verb) => [verb, refuseWriting] as const),
]);
