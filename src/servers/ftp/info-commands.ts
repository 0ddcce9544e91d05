/** Questions answered on the control connection. */
import type { FolderEntry, Resolution } from '../site/resolution.js';
import type { FtpCommandEntry } from './commands.js';
import { entriesOf, withoutOptions } from './folder-entries.js';
import { factLine, longLine, timeValue } from './listing.js';
import type { FtpSession } from './session.js';

type FileFound = Extract<Resolution, { kind: 'file' }>;

/** Asks about a file; absence is told to the observer as an HTTP 404 would be. */
function aboutFile(answer: (session: FtpSession, found: FileFound) => void): FtpCommandEntry {
  return {
    needsLogin: true,
    run: async (session, argument) => {
      const found = await session.look(argument);
      if (found?.kind === 'file') {
        found.observer.done({ status: 200, bytes: 0, complete: true });
        answer(session, found);
        return;
      }
      if (found?.kind === 'missing') found.observer.done({ status: 404, bytes: 0, complete: true });
      session.reply(550, 'There is no such file');
    },
  };
}

async function entryOf(session: FtpSession, argument: string): Promise<FolderEntry | undefined> {
  const found = await session.look(argument);
  const name = `/${session.path(argument)?.join('/') ?? ''}`;
  if (found?.kind === 'folder') return { name, kind: 'folder', size: 0, modified: 0 };
  return found?.kind === 'file'
    ? { name, kind: 'file', size: found.file.size, modified: found.file.modified }
    : undefined;
}

async function status(session: FtpSession, argument: string): Promise<void> {
  if (argument === '') {
    session.reply(211, 'Logged in, no transfer under way');
    return;
  }
  const now = session.shared.parts.clock.now();
  const entries = await entriesOf(session, withoutOptions(argument));
  if (entries === undefined) session.reply(550, 'There is no such file or folder');
  else {
    const lines = entries.map((entry) => longLine(entry, now));
    session.replyLines(213, 'It holds:', lines, 'End');
  }
}

const features = ['EPSV', 'MDTM', 'MLST type*;size*;modify*;perm*;', 'PASV', 'REST STREAM', 'SIZE', 'TVFS', 'UTF8'];

const help = [
  'ABOR ALLO CDUP CWD EPSV FEAT HELP LIST MDTM MLSD MLST MODE NLST NOOP OPTS PASS',
  'PASV PWD QUIT REIN REST RETR SIZE STAT STRU SYST TYPE USER',
];

export const infoCommands: Readonly<Record<string, FtpCommandEntry>> = {
  // In any mode: the host library asks before it sets a type (media-and-clients.md 2.2).
  SIZE: aboutFile((session, { file }) => session.reply(213, String(file.size))),
  MDTM: aboutFile((session, { file }) => session.reply(213, timeValue(file.modified))),
  MLST: {
    needsLogin: true,
    run: async (session, argument) => {
      const entry = await entryOf(session, argument);
      if (entry === undefined) session.reply(550, 'There is no such file');
      else session.replyLines(250, 'Facts:', [factLine(entry)], 'End');
    },
  },
  FEAT: { needsLogin: false, run: (session) => session.replyLines(211, 'Features:', features, 'End') },
  SYST: { needsLogin: false, run: (session) => session.reply(215, 'UNIX Type: L8') },
  HELP: {
    needsLogin: false,
    run: (session) => session.replyLines(214, 'A read-only server for install media; it knows:', help, 'End'),
  },
  STAT: { needsLogin: true, run: status },
};
