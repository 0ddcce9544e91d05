/** Error codes of SSH: reaching a host's control domain, trusting it, and what a command on it did. */
import { defineErrorCodes, exitCodes } from '../error-code.js';

export const sshErrorCodes = defineErrorCodes({
  SSH_UNREACHABLE: {
    summary: 'A host cannot be reached over SSH',
    cause: 'The host is down, its SSH service is off, the port is another one, or a firewall is in between.',
    remedy: 'Try "ssh USER@HOST" from this machine. Without SSH a pool is upgraded all the same; less is known of it.',
    exitCode: exitCodes.failed,
  },
  SSH_HOST_KEY_CHANGED: {
    summary: 'A host shows another SSH host key than the one that is trusted',
    cause:
      'The host was installed anew, its keys were replaced, or somebody answers in its place. An upgrade keeps them.',
    remedy:
      'Compare with "ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub" on the console of the host; only then: drydock pool ssh POOL --renew-keys. Nothing was sent.',
    exitCode: exitCodes.inputRefused,
  },
  SSH_HOST_KEY_UNKNOWN: {
    summary: 'A host shows an SSH host key that nobody has trusted yet',
    cause: 'The host was added to the pool after SSH was set up for it, or was not reachable then.',
    remedy: 'Run: drydock pool ssh POOL. It shows the fingerprint of each host and asks. Nothing was sent.',
    exitCode: exitCodes.inputRefused,
  },
  SSH_HOST_KEY_UNCONFIRMED: {
    summary: 'The SSH host key of a host was not confirmed',
    cause: 'The answer was no, or there was no terminal to ask at.',
    remedy:
      'Compare the fingerprint on the console of the host, then answer yes, or give it with --ssh-host-key, or trust what is found with --trust-first-use.',
    exitCode: exitCodes.inputRefused,
  },
  SSH_LOGIN_REFUSED: {
    summary: 'A host refuses the SSH user, key or password',
    cause:
      'The key is not among the authorized keys of the user, the password is wrong, or the host allows no log-in of root.',
    remedy: 'Try the same user with "ssh" from this machine; the log of the host (/var/log/secure) says why.',
    exitCode: exitCodes.inputRefused,
  },
  SSH_NO_COMMON_ALGORITHM: {
    summary: 'A host speaks only SSH algorithms that are not offered any more',
    cause: 'Hosts up to 6.5 have an OpenSSH that knows SHA-1 alone.',
    remedy: 'Allow it for this pool: drydock pool ssh POOL --old-ssh.',
    exitCode: exitCodes.failed,
  },
  SSH_KEY_UNREADABLE: {
    summary: 'The private key for SSH cannot be used',
    cause: 'The file is no private key, is protected by a passphrase, or is of a kind that is not known.',
    remedy:
      'Make one for Drydock alone, without a passphrase and readable by its user only: ssh-keygen -t ed25519 -N "".',
    exitCode: exitCodes.inputRefused,
  },
  SSH_COMMAND_TIMED_OUT: {
    summary: 'A command on a host did not end in time',
    cause: 'A disk or a path to one hangs, or the host is overloaded.',
    remedy: 'Run it by hand on the host (docs/ssh.md lists the commands) and see what it waits for.',
    exitCode: exitCodes.failed,
  },
  SSH_OUTPUT_TOO_LONG: {
    summary: 'A command on a host printed more than is read',
    cause: 'A file is much larger than it should be, or something else answers in place of the command.',
    remedy: 'Run it by hand on the host (docs/ssh.md lists the commands) and see what it prints.',
    exitCode: exitCodes.failed,
  },
  SSH_CONNECTION_LOST: {
    summary: 'The SSH connection to a host was lost',
    cause: 'The network broke, or the host is going down.',
    remedy: 'Ask again. A run goes on without: what was to be read is then unknown.',
    exitCode: exitCodes.failed,
  },
  SSH_COMMAND_FAILED: {
    summary: 'A command on a host failed',
    cause: 'The user may not read what it reads, or the host lacks the program.',
    remedy: 'Run it by hand on the host as the same user; Drydock needs to read what root may read.',
    exitCode: exitCodes.failed,
  },
  STAGED_ENTRY_FOREIGN: {
    summary: 'What a host would boot next is not what was staged for this run',
    cause:
      'Somebody else staged an installer on it meanwhile, its boot configuration was edited, or files were damaged.',
    remedy:
      'Look at the boot configuration and /boot/installer on the host, find out who is at work on it, then: drydock upgrade retry. Its address is closed: a reboot now leads back to its old system, unless it reads at a mirror that is a tree.',
    exitCode: exitCodes.failed,
  },
  STAGED_ENTRY_KEPT: {
    summary: 'The staged installer could not be taken out of the boot configuration of a host',
    cause: 'The file is not as the upgrade plugin writes it, or what was written did not stay.',
    remedy:
      'Take it out by hand with the command that the report shows; until then a reboot finds no media and comes back.',
    exitCode: exitCodes.failed,
  },
});
