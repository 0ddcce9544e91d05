/** Coming and going: who may come in, and the settings that every client sends without needing them. */
import { Secret } from '../../shared/secret.js';
import type { FtpCommandEntry } from './commands.js';
import type { FtpLogin } from './ftp-parts.js';
import { anonymousUsers, type FtpSession } from './session.js';

const anonymousOnly = ({ user }: FtpLogin): boolean => anonymousUsers.has(user);

const fixed = (code: number, text: string, needsLogin = false): FtpCommandEntry => ({
  needsLogin,
  run: (session) => session.reply(code, text),
});

/** A setting that can only have one value here. */
const only = (value: string): FtpCommandEntry => ({
  needsLogin: true,
  run: (session, argument) => {
    if (argument.trim().toUpperCase() === value) session.reply(200, 'Good');
    else session.reply(504, `Only ${value}`);
  },
});

async function logIn(session: FtpSession, password: string): Promise<void> {
  const { user, client } = session;
  if (user === undefined) {
    session.reply(503, 'USER comes first');
    return;
  }
  const { authenticate = anonymousOnly, limits } = session.shared.parts;
  session.loggedIn = await authenticate({ user, password: new Secret(password), client });
  if (session.loggedIn) {
    session.reply(230, 'Logged in');
    return;
  }
  session.failedLogins += 1;
  if (session.failedLogins < limits.failedLogins) session.reply(530, 'Not logged in');
  else session.bye(421, 'Too many wrong passwords');
}

export const accessCommands: Readonly<Record<string, FtpCommandEntry>> = {
  USER: {
    needsLogin: false,
    run: (session, argument) => {
      const small = argument.toLowerCase();
      session.user = anonymousUsers.has(small) ? small : argument;
      session.loggedIn = false;
      session.reply(331, anonymousUsers.has(small) ? 'Any password will do' : 'And the password');
    },
  },
  PASS: { needsLogin: false, run: logIn },
  QUIT: { needsLogin: false, run: (session) => session.bye(221, 'Goodbye') },
  REIN: {
    needsLogin: false,
    run: (session) => {
      session.loggedIn = false;
      session.user = undefined;
      session.folder = [];
      session.restart = undefined;
      session.dropPassive();
      session.reply(220, 'As if you had just come');
    },
  },
  NOOP: fixed(200, 'Nothing done'),
  ACCT: fixed(202, 'Not needed'),
  ALLO: fixed(202, 'Not needed', true),
  // Every mode sends the bytes as they are; SIZE holds in both (media-and-clients.md 2.2).
  TYPE: {
    needsLogin: true,
    run: (session, argument) => {
      if (/^(a|a n|i|l 8|l8)$/i.test(argument.trim())) session.reply(200, 'Type set');
      else session.reply(504, 'Types are A and I');
    },
  },
  MODE: only('S'),
  STRU: only('F'),
  OPTS: {
    needsLogin: false,
    run: (session, argument) => {
      if (/^(utf-?8( on| nlst)?|mlst\b.*)$/i.test(argument.trim())) session.reply(200, 'Good');
      else session.reply(501, 'Unknown option');
    },
  },
};
