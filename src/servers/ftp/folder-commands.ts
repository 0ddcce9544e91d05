/** Moving about: CWD relative, absolute, with a trailing slash, or one component at a time, as the clients each do. */
import type { FtpCommandEntry } from './commands.js';
import { quotedPath } from './ftp-path.js';
import type { FtpSession } from './session.js';

async function change(session: FtpSession, argument: string): Promise<void> {
  const path = session.path(argument);
  const found = await session.look(argument);
  if (path !== undefined && found?.kind === 'folder') {
    session.folder = path;
    session.reply(250, 'Folder changed');
    return;
  }
  if (found?.kind === 'missing') found.observer.done({ status: 404, bytes: 0, complete: true });
  session.reply(550, 'There is no such folder');
}

const show: FtpCommandEntry = {
  needsLogin: true,
  run: (session) => session.reply(257, `${quotedPath(session.folder)} is the current folder`),
};

const up: FtpCommandEntry = { needsLogin: true, run: (session) => change(session, '..') };

const into: FtpCommandEntry = { needsLogin: true, run: change };

export const folderCommands: Readonly<Record<string, FtpCommandEntry>> = {
  CWD: into,
  XCWD: into,
  CDUP: up,
  XCUP: up,
  PWD: show,
  XPWD: show,
};
