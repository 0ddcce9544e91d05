/** Coming and going: anonymous access, and the settings that every client sends without needing them. */
import type { FtpLogin } from '../access/access-policy.js';
import type { FtpCommandEntry } from './commands.js';

const anonymousOnly = (name: string): FtpLogin => (/^(anonymous|ftp)$/i.test(name) ? 'anonymous' : 'refused');

const fixed = (code: number, text: string, needsLogin = false): FtpCommandEntry => ({
  needsLogin,
  run: (session) => session.reply(code, text),
});

/** A setting that can only have one value here. */
const only = (value: string): FtpCommandEntry => ({
  needsLogin: true,
  run: (session, argument) => {
    if (argument.toUpperCase() === value) session.reply(200, 'Good');
    else session.reply(504, `Only ${value}`);
  },
});

export const accessCommands: Readonly<Record<string, FtpCommandEntry>> = {
  USER: {
    needsLogin: false,
    run: (session, argument) => {
      session.user = argument;
      session.loggedIn = false;
      session.named = undefined;
      session.reply(331, 'And the password?');
    },
  },
  PASS: {
    needsLogin: false,
    run: (session, password) => {
      if (session.user === undefined) {
        session.reply(503, 'USER comes first');
        return;
      }
      const login = (session.parts.login ?? anonymousOnly)(session.user, password);
      session.loggedIn = login !== 'refused';
      session.named = login === 'named' ? session.user : undefined;
      if (session.loggedIn) session.reply(230, 'Logged in');
      else session.reply(530, 'Not with this name and password');
    },
  },
  QUIT: {
    needsLogin: false,
    run: (session) => {
      session.reply(221, 'Goodbye');
      session.control.end();
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
      if (/^(utf8( on)?|mlst\b.*)$/i.test(argument.trim())) session.reply(200, 'Good');
      else session.reply(501, 'Unknown option');
    },
  },
};
