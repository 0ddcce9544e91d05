/** What opens and uses data connections. */
import type { FolderEntry } from '../site/resolution.js';
import type { FtpCommandEntry } from './commands.js';
import { sendFile, sendText } from './data-transfer.js';
import { factLine, longList, nameList } from './listing.js';
import { PassivePort, plainAddress } from './passive-port.js';
import type { FtpSession } from './session.js';

async function openPassive(session: FtpSession): Promise<PassivePort> {
  const { localAddress = '', remoteAddress = '' } = session.control;
  session.replacePassive(undefined);
  const passive = await PassivePort.open(localAddress, remoteAddress, session.parts.passivePorts);
  session.replacePassive(passive);
  return passive;
}

/** Options in the style of `ls` are not names: `LIST -la boot`. */
function withoutOptions(argument: string): string {
  return argument.replace(/^(-[A-Za-z1]+\s*)+(?=\s|$)/, '').replace(/^ +/, '');
}

/** A file, listed by its own name, or the content of a folder; undefined when there is neither. */
async function entriesOf(session: FtpSession, argument: string): Promise<readonly FolderEntry[] | undefined> {
  const found = await session.look(argument);
  if (found?.kind === 'folder') return found.entries();
  if (found?.kind !== 'file') return undefined;
  return [{ name: argument, kind: 'file', size: found.file.size, modified: found.file.modified }];
}

/**
 * Nothing is listed as an empty folder, like vsftpd does: libraries before 2016 list folders that need not exist
 * (`NLST packages.site`) and were only ever recorded with that answer.
 */
function listing(
  render: (session: FtpSession, argument: string, entries: readonly FolderEntry[]) => string,
): FtpCommandEntry {
  return {
    needsLogin: true,
    run: async (session, argument) => {
      const name = withoutOptions(argument);
      await sendText(session, render(session, name, (await entriesOf(session, name)) ?? []));
    },
  };
}

export const transferCommands: Readonly<Record<string, FtpCommandEntry>> = {
  PASV: {
    needsLogin: true,
    run: async (session) => {
      const address = plainAddress(session.control.localAddress ?? '');
      if (address.includes(':')) {
        session.reply(425, 'PASV is for IPv4; use EPSV');
        return;
      }
      const { port } = await openPassive(session);
      session.reply(227, `Entering Passive Mode (${address.replaceAll('.', ',')},${port >> 8},${port & 255})`);
    },
  },
  EPSV: {
    needsLogin: true,
    run: async (session, argument) => {
      if (argument.toUpperCase() === 'ALL') {
        session.reply(200, 'Good');
        return;
      }
      const { port } = await openPassive(session);
      session.reply(229, `Entering Extended Passive Mode (|||${port}|)`);
    },
  },
  REST: {
    needsLogin: true,
    run: (session, argument) => {
      if (!/^\d{1,15}$/.test(argument)) {
        session.reply(501, 'REST takes a number of bytes');
        return;
      }
      session.restart = Number(argument);
      session.reply(350, `The next RETR begins at ${session.restart}`);
    },
  },
  RETR: {
    needsLogin: true,
    run: async (session, argument) => {
      const start = session.restart;
      session.restart = 0;
      const found = await session.look(argument);
      if (found?.kind === 'file') {
        await sendFile(session, found.file, found.observer, Math.min(start, found.file.size));
        return;
      }
      if (found?.kind === 'missing') found.observer.done({ status: 404, bytes: 0, complete: true });
      session.reply(550, 'There is no such file');
    },
  },
  NLST: listing((_session, argument, entries) => {
    const isFile = entries.length === 1 && entries[0]?.name === argument;
    return nameList(isFile ? '' : argument, entries);
  }),
  LIST: listing((session, _argument, entries) => longList(entries, session.parts.clock.now())),
  MLSD: listing((_session, _argument, entries) => entries.map((entry) => `${factLine(entry)}\r\n`).join('')),
  // A transfer under way was ended when the command arrived, and has had its own 226.
  ABOR: { needsLogin: false, run: (session) => session.reply(226, 'Nothing is being transferred') },
};
