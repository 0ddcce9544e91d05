/** Error codes of the processes and their command line: known pools, credentials, sockets, starting and stopping. */
import { defineErrorCodes, exitCodes } from '../error-code.js';

export const daemonErrorCodes = defineErrorCodes({
  CONFIG_EXISTS: {
    summary: 'There is a configuration file already',
    cause: '`init` never replaces one: what it holds may be in use.',
    remedy: 'Look at it; write to another place with --config FILE, or replace it with --force.',
    exitCode: exitCodes.inputRefused,
  },
  CHANNEL_UNKNOWN: {
    summary: 'There is no such channel for notifications',
    cause: 'The name is misspelt, notify: in the configuration names none, or the controller runs with another file.',
    remedy: 'Look at notify: in the configuration (docs/notifications.md); restart the controller after a change.',
    exitCode: exitCodes.usage,
  },
  POOL_UNKNOWN: {
    summary: 'There is no known pool with this name',
    cause: 'The name is misspelt, the pool was not added, or another state folder is in use.',
    remedy: 'Look at `drydock pool list`, or make the pool known with `drydock pool add`.',
    exitCode: exitCodes.inputRefused,
  },
  POOL_NAME_TAKEN: {
    summary: 'There is already a pool with this name',
    cause: '`pool add` never changes a known pool, since its pinned certificate would be lost silently.',
    remedy: 'Choose another name, or remove the known pool first with `drydock pool remove`.',
    exitCode: exitCodes.inputRefused,
  },
  POOL_HAS_RUN: {
    summary: 'The pool has a run that has not ended',
    cause: 'The run needs the address, the certificate and the password of the pool until its last change is undone.',
    remedy: 'Let the run end, or abort it; then remove the pool.',
    exitCode: exitCodes.inputRefused,
  },
  POOL_PASSWORD_ELSEWHERE: {
    summary: 'The password of the pool is not kept by Drydock',
    cause:
      'The pool was added with a file, variable or credential of its own, which is read at each log-in and never written.',
    remedy:
      'Change it there: the next log-in takes it, that of an open run too. To have it read from elsewhere: `drydock pool password NAME` with --password-file, --password-env or --password-credential.',
    exitCode: exitCodes.inputRefused,
  },
  POOL_FINGERPRINT_UNCONFIRMED: {
    summary: 'Nobody has confirmed the certificate of the pool',
    cause: 'The pool is used for the first time, and there is no terminal at which the question could be answered.',
    remedy:
      'Compare the fingerprint with the one on the console of the host, then give it with --fingerprint, or accept what is found with --trust-first-use.',
    exitCode: exitCodes.inputRefused,
  },
  CREDENTIAL_UNREADABLE: {
    summary: 'A stored password or secret cannot be read',
    cause:
      'The file, environment variable or systemd credential that it is kept in is missing, empty, or may not be read.',
    remedy:
      'Restore the file, variable or credential for the process that needs it (the controller reads it too), or add the pool again.',
    exitCode: exitCodes.inputRefused,
  },
  CREDENTIAL_EXPOSED: {
    summary: 'A file with a secret is open to others',
    cause: 'Everybody on this machine may read it, or others than its owner may put another in its place.',
    remedy:
      'Give the file mode 0600, or 0640 with the group of the service; change the secret if others could read it.',
    exitCode: exitCodes.inputRefused,
  },
  CREDENTIAL_NOT_STORED: {
    summary: 'The pool has no stored credential',
    cause: 'It was added with a password typed at a prompt; a run that nobody watches cannot ask for it again.',
    remedy:
      'Store one: `drydock pool password NAME`, which asks for it, or takes --password-file, --password-env or --password-credential.',
    exitCode: exitCodes.inputRefused,
  },
  CONTROLLER_NOT_RUNNING: {
    summary: 'The controller does not answer',
    cause: 'It is not running, or it was started with another state folder.',
    remedy: 'Start it with `drydock serve`; give the same --state or DRYDOCK_STATE to both.',
    exitCode: exitCodes.failed,
  },
  CONTROL_REPLY_INVALID: {
    summary: 'The controller answered something that this command line does not understand',
    cause: 'The controller is of another version of Drydock.',
    remedy: 'Stop it and start it again with this version; open runs go on from their journal.',
    exitCode: exitCodes.failed,
  },
  CONTROL_REQUEST_INVALID: {
    summary: 'The controller was asked something that it does not understand',
    cause: 'The request came from another version of Drydock, or from something else.',
    remedy: 'Use the command line of the same version.',
    exitCode: exitCodes.usage,
  },
  PROCESS_START_FAILED: {
    summary: 'A process of Drydock did not start',
    cause: 'A port is in use, the state folder cannot be written, or its configuration is wrong.',
    remedy: 'Look at the end of its log, which is named here.',
    exitCode: exitCodes.failed,
  },
  RUN_AMBIGUOUS: {
    summary: 'It is not clear which run is meant',
    cause: 'There is no run, or there are several that are not at their end.',
    remedy: 'Name the run; `drydock upgrade list` shows them.',
    exitCode: exitCodes.usage,
  },
  JOURNAL_UNREACHABLE: {
    summary: 'The database that holds the journal does not answer',
    cause: 'It is stopped, restarting or unreachable. Nothing new is begun until it answers; running installs go on.',
    remedy: 'Bring the database back; the controller goes on by itself. `drydock doctor` shows what it answers.',
    exitCode: exitCodes.failed,
  },
  JOURNAL_REFUSED: {
    summary: 'The database does not take the journal',
    cause:
      'User, password, database, rights or certificate are not as configured, or the server is not fit to keep a journal.',
    remedy: 'Look at what the database answered; docs/several-controllers.md says how it is set up.',
    exitCode: exitCodes.inputRefused,
  },
  JOURNAL_COPY_REFUSED: {
    summary: 'The journal cannot be copied there',
    cause: 'The other journal holds other records, or a controller works with it.',
    remedy:
      'Stop every controller of both journals; copy into an empty journal, or into one that an earlier copy has begun.',
    exitCode: exitCodes.inputRefused,
  },
  JOURNAL_MOVED_ON: {
    summary: 'Somebody else appended to the journal in between',
    cause: 'Two commands, or two controllers, decided at the same moment; one of them must look again.',
    remedy: 'Give the command once more.',
    exitCode: exitCodes.failed,
  },
  READING_TOO_OLD: {
    summary: 'What was last seen of the pool is too old to act on',
    cause: 'The process was stopped, or the machine was too busy, between the last look at the pool and the call.',
    remedy: 'Nothing needs to be done: nothing was sent, and the pool is looked at again.',
    exitCode: exitCodes.failed,
  },
  LEASE_LOST: {
    summary: 'This controller has the pool no longer',
    cause:
      'It was paused, or did not reach the database for longer than its lease: another controller may have taken the pool over.',
    remedy: 'Nothing needs to be done: whoever has the lease goes on with the run.',
    exitCode: exitCodes.failed,
  },
});
