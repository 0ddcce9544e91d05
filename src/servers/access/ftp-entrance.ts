/** How an FTP user is let in: by name, or as one of the anonymous, who then see what needs no password. */
import type { AccessPolicy } from './access-policy.js';
import type { GuessLimit } from './guess-limit.js';

export type FtpEntrance = 'anonymous' | 'named' | 'refused';

export interface FtpAttempt {
  readonly user: string;
  readonly password: string;
  readonly client: string;
}

const anonymous = /^(anonymous|ftp)$/i;

export function ftpLogin(policy: AccessPolicy, name: string, password: string): FtpEntrance {
  if (anonymous.test(name)) return policy.scope === 'everything' ? 'refused' : 'anonymous';
  return policy.users.verify(name, password) ? 'named' : 'refused';
}

/** Under the limit on guesses; no guess is what an anonymous user says. */
export function limitedFtpLogin(
  { policy, guesses }: { readonly policy: AccessPolicy; readonly guesses: GuessLimit },
  { user, password, client }: FtpAttempt,
): FtpEntrance {
  if (anonymous.test(user)) return ftpLogin(policy, user, password);
  if (guesses.wait(client) > 0) return 'refused';
  const entrance = ftpLogin(policy, user, password);
  if (entrance === 'refused') guesses.wrong(client);
  return entrance;
}
