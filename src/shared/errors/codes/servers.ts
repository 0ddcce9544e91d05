/** Error codes of servers: grants, listening sockets, the media server's processes and its control socket. */
import { defineErrorCodes, exitCodes } from '../error-code.js';

export const serverErrorCodes = defineErrorCodes({
  GRANT_UNKNOWN: {
    summary: 'There is no grant with this id',
    cause: 'It was never created on this media server, or the state folder is another one.',
    remedy: 'Check that controller and media server use the same state folder.',
    exitCode: exitCodes.failed,
  },
  GRANT_TRANSITION_REFUSED: {
    summary: 'A grant cannot change in this way',
    cause:
      'Nothing leads from the state it has to the state asked for; an armed grant, above all, is never closed again.',
    remedy: 'Look at the state of the run; an armed grant ends when its host is proven or given up by name.',
    exitCode: exitCodes.failed,
  },
  GRANT_STALE_EPOCH: {
    summary: 'A newer controller has taken this pool over',
    cause: 'The request carries a lease epoch that is lower than one the media server has already seen for this pool.',
    remedy: 'Leave the pool to the controller that took it over, or take it over again explicitly.',
    exitCode: exitCodes.failed,
  },
  GRANT_CONFLICT: {
    summary: 'A grant with this id exists for something else',
    cause: 'The same id was used for another pool, run, host, medium or purpose.',
    remedy: 'Use a new id for each host and purpose.',
    exitCode: exitCodes.failed,
  },
  GRANT_ARMED: {
    summary: 'A host may be installing from this media server',
    cause: 'A grant is armed: its host was told to reboot into the installer and is not proven yet.',
    remedy:
      'Wait until the host is proven, or give it up by name; a restart of the serving process is always possible.',
    exitCode: exitCodes.failed,
  },
  PORT_IN_USE: {
    summary: 'An address and port are taken by another program',
    cause: 'Another program, or another media server, listens there.',
    remedy: 'Stop that program (`ss -ltnp` shows it) or choose another port in the configuration.',
    exitCode: exitCodes.failed,
  },
  PORT_FORBIDDEN: {
    summary: 'This user may not listen on a port',
    cause: 'Ports below 1024 are reserved for privileged processes.',
    remedy:
      'Choose a port of 1024 or above, start Drydock through its systemd unit, or allow it with `setcap cap_net_bind_service=+ep` on node.',
    exitCode: exitCodes.failed,
  },
  ADDRESS_UNAVAILABLE: {
    summary: 'This machine does not have the address to listen on',
    cause: 'The address is not configured on any interface, or is not an IP literal.',
    remedy: 'Use an address that `ip address` shows, or 0.0.0.0 for all.',
    exitCode: exitCodes.failed,
  },
  MEDIA_SERVER_UNREACHABLE: {
    summary: 'The media server does not answer on its control socket',
    cause: 'It is not running, or it belongs to another user or state folder.',
    remedy: 'Start it with `drydock serve`; its log is logs/media-server.log in the state folder.',
    exitCode: exitCodes.failed,
  },
  MEDIA_SERVER_START_FAILED: {
    summary: 'The media server did not start',
    cause: 'Its process ended or did not become ready in time.',
    remedy: 'Read logs/media-server.log in the state folder; it says why.',
    exitCode: exitCodes.failed,
  },
  MEDIA_SERVER_OTHER_VERSION: {
    summary: 'The media server speaks another version of the contract',
    cause: 'Controller and media server come from different releases of Drydock.',
    remedy: 'Restart the media server with the installed release; its sockets stay open meanwhile.',
    exitCode: exitCodes.failed,
  },
  NFS_PATH_UNFIT: {
    summary: 'A path cannot be exported over NFS',
    cause: 'It has a control character in it, which an NFS-Ganesha configuration cannot express.',
    remedy: 'Move the media cache to a folder with a plain name.',
    exitCode: exitCodes.inputRefused,
  },
  SOCKET_PATH_TOO_LONG: {
    summary: 'The path of a Unix socket is too long',
    cause: 'The operating system allows 107 bytes; the state folder lies too deep.',
    remedy: 'Choose a shorter state folder with DRYDOCK_STATE.',
    exitCode: exitCodes.inputRefused,
  },
  PROOF_RELEASE_UNKNOWN: {
    summary: 'There is no release of this name to prove a medium for',
    cause: 'The name is misspelt, or it is a release that nobody has described yet.',
    remedy: 'Give it as docs/media.md does: `--release xenserver-7.6`, `--release "XCP-ng 8.2"`.',
    exitCode: exitCodes.inputRefused,
  },
  PROOF_NO_LISTENER: {
    summary: 'The media server does not listen for this protocol',
    cause: 'The configuration has no listener for it, or the media server was started before it had one.',
    remedy: 'Add a listener in the configuration and start the media server again, or leave --protocol out.',
    exitCode: exitCodes.inputRefused,
  },
});
