/** What opens and uses data connections. */
import { plainAddress } from '../access/address-list.js';
import type { FolderEntry } from '../site/resolution.js';
import type { FtpCommandEntry } from './commands.js';
import { sendBytes, sendFile } from './data-transfer.js';
import { entriesOf, withoutOptions } from './folder-entries.js';
import { factLine, longLine, nameLine } from './listing.js';
import type { FtpSession } from './session.js';

/** Answers with the number of an open port, or says that there is none. */
function offer(session: FtpSession, answer: (port: number) => void): Promise<void> | undefined {
  const resting = session.restingPassive();
  if (resting === undefined) return offerNew(session, answer);
  answer(resting.port);
  return undefined;
}

async function offerNew(session: FtpSession, answer: (port: number) => void): Promise<void> {
  const passive = await session.offerPassive();
  if (passive === undefined) session.reply(425, 'No data port is free; try again later');
  else answer(passive.port);
}

function passive(session: FtpSession): Promise<void> | undefined {
  const address = plainAddress(session.control.localAddress ?? '');
  if (session.extendedOnly) session.reply(503, 'You said EPSV ALL');
  else if (address.includes(':')) session.reply(425, 'PASV is for IPv4; use EPSV');
  else {
    const numbers = address.replaceAll('.', ',');
    return offer(session, (port) => {
      session.write(`227 Entering Passive Mode (${numbers},${port >> 8},${port & 255})\r\n`);
    });
  }
  return undefined;
}

/**
 * Milliseconds before EPSV is answered: libcurl 7.88 does nothing for a second when it finds the answer the moment it has
 * asked. 120 files on loopback took it 36 s without this, 8 to 19 s with vsftpd, and 0.6 s with it.
 */
const breath = 2;

async function extendedPassive(session: FtpSession, argument: string): Promise<void> {
  const family = plainAddress(session.control.localAddress ?? '').includes(':') ? '2' : '1';
  const wanted = argument.trim().toUpperCase();
  if (wanted === 'ALL') {
    session.extendedOnly = true;
    session.reply(200, 'Good');
  } else if (wanted !== '' && wanted !== family) session.reply(522, `Use (${family})`);
  else {
    await session.shared.parts.clock.sleep(breath);
    await offer(session, (port) => session.write(`229 Entering Extended Passive Mode (|||${port}|)\r\n`));
  }
}

/** Lines of a listing, each of them one line whatever the name. */
type Render = (session: FtpSession, argument: string, entries: readonly FolderEntry[]) => readonly string[];

/**
 * Nothing is listed as an empty folder, like vsftpd does: libraries before 2016 list folders that need not exist
 * (`NLST packages.site`) and were only ever recorded with that answer.
 */
function listing(render: Render): FtpCommandEntry {
  return {
    needsLogin: true,
    run: async (session, argument) => {
      const name = withoutOptions(argument);
      const lines = render(session, name, (await entriesOf(session, name)) ?? []);
      const text = lines.map((line) => `${session.shared.guards.oneLine(line)}\r\n`).join('');
      await sendBytes(session, Buffer.from(text));
    },
  };
}

function restart(session: FtpSession, argument: string): void {
  if (!/^\d{1,15}$/.test(argument)) {
    session.reply(501, 'REST takes a number of bytes');
    return;
  }
  const start = Number(argument);
  session.restart = start;
  session.reply(350, `The next RETR begins at ${start}`);
}

async function retrieve(session: FtpSession, argument: string): Promise<void> {
  const { restart: start } = session;
  session.restart = undefined;
  const found = await session.look(argument);
  if (found?.kind === 'file') {
    await sendFile(session, found.file, found.observer, start);
    return;
  }
  if (found?.kind === 'missing') found.observer.done({ status: 404, bytes: 0, complete: true });
  session.reply(550, 'There is no such file');
}

export const transferCommands: Readonly<Record<string, FtpCommandEntry>> = {
  PASV: { needsLogin: true, run: passive },
  EPSV: { needsLogin: true, run: extendedPassive },
  REST: { needsLogin: true, run: restart },
  RETR: { needsLogin: true, run: retrieve },
  NLST: listing((_session, argument, entries) => {
    const isFile = entries.length === 1 && entries[0]?.name === argument;
    return entries.map((entry) => nameLine(isFile ? '' : argument, entry));
  }),
  LIST: listing((session, _argument, entries) => {
    const now = session.shared.parts.clock.now();
    return entries.map((entry) => longLine(entry, now));
  }),
  MLSD: listing((_session, _argument, entries) => entries.map(factLine)),
  // A transfer under way was ended when the command arrived, and has had its own 226.
  ABOR: { needsLogin: false, run: (session) => session.reply(226, 'Nothing is being transferred') },
};
