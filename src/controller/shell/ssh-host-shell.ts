/** The hosts' control domains over SSH: a log-in for each look, opened with its first command. */
import type { Clock } from '../../shared/clock.js';
import { SshSession } from '../../ssh/ssh-session.js';
import type { SshTarget } from '../../ssh/target.js';
import type { HostShell, ShellHost } from './host-shell.js';

/** @param targetOf where a host of the pool is logged in to @throws what the credential's reader throws */
export function sshHostShell(targetOf: (host: ShellHost) => SshTarget, clock: Clock): HostShell {
  return {
    open: (host) => {
      const session = new SshSession(targetOf(host), clock);
      return {
        run: ({ words, input, maxBytes, deadline }, signal) =>
          session.run(words, input, { maxBytes, deadline }, signal),
        close: () => session.close(),
      };
    },
  };
}
