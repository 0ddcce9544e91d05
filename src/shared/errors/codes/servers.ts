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
  USER_PASSWORD_UNREADABLE: {
    summary: 'The password of a user of the servers cannot be read',
    cause: 'The file or environment variable that servers.access.users names is missing, empty, or may not be read.',
    remedy:
      'Restore it for the user that the media server runs as (servers.runAs), or take the user out of the configuration.',
    exitCode: exitCodes.inputRefused,
  },
  TLS_FILES_UNUSABLE: {
    summary: 'The HTTPS listeners cannot use their certificate',
    cause:
      'A file of servers.tls is missing, may not be read, is no PEM, or the key does not belong to the certificate.',
    remedy: 'Put both files right, readable for the user that the media server runs as (servers.runAs).',
    exitCode: exitCodes.inputRefused,
  },
  RUN_AS_UNKNOWN: {
    summary: 'There is no such user on this machine',
    cause: 'servers.runAs names a user that neither /etc/passwd nor another directory of users has.',
    remedy: 'Create it, for example with `adduser --system --group drydock`, or correct servers.runAs.',
    exitCode: exitCodes.inputRefused,
  },
  RUN_AS_IMPOSSIBLE: {
    summary: 'The media server cannot run as the user it is told to',
    cause:
      'Drydock was not started by root and is another user, or that user may not read the media cache or write the state folder.',
    remedy:
      'Start Drydock by root, or as that user; and let the user pass through every folder above the media cache and the state folder.',
    exitCode: exitCodes.inputRefused,
  },
  MEDIA_SERVER_UNREACHABLE: {
    summary: 'The media server does not answer on its control socket',
    cause: 'It is not running, or it belongs to another user or state folder.',
    remedy: 'Start it with `drydock serve`; its log is media-server/media-server.log in the state folder.',
    exitCode: exitCodes.failed,
  },
  MEDIA_SERVER_START_FAILED: {
    summary: 'The media server did not start',
    cause: 'Its process ended or did not become ready in time.',
    remedy: 'Read media-server/media-server.log in the state folder; it says why.',
    exitCode: exitCodes.failed,
  },
  MEDIA_SERVER_OTHER_VERSION: {
    summary: 'The media server speaks another version of the contract',
    cause: 'Controller and media server come from different releases of Drydock.',
    remedy: 'Restart the media server with the installed release; its sockets stay open meanwhile.',
    exitCode: exitCodes.failed,
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
  MIRROR_UNKNOWN: {
    summary: 'There is no mirror of this name',
    cause: 'The name is misspelt, or servers.mirrors in the configuration file does not have it.',
    remedy: 'Look at `drydock mirror list`.',
    exitCode: exitCodes.inputRefused,
  },
  MIRROR_NOT_RENDERED: {
    summary: 'No configuration of nginx can be rendered for a mirror',
    cause:
      'It is a tree, which serves copied files as any web server does, or it cannot be told where the media server is.',
    remedy:
      'Give the mirror an origin in the configuration file, or an HTTP listener of servers.http an address that other machines reach.',
    exitCode: exitCodes.inputRefused,
  },
  MIRROR_UNREACHABLE: {
    summary: 'A mirror does not answer',
    cause:
      'It is not running, the way to it is closed, or an nginx cannot reach the media server that it asks before each answer.',
    remedy:
      'Fetch a file of the medium through it with curl. At 503: look whether its machine reaches the media server, and whether its address is one of servers.mirrors.',
    exitCode: exitCodes.failed,
  },
  MIRROR_DIFFERS: {
    summary: 'A mirror does not have the medium as it was verified',
    cause:
      'A file is missing there, is another one, or was left out by what copied it: names with a dot in front, or with a +.',
    remedy: 'Copy the medium again, and prove it: `drydock media prove ID --mirror NAME`.',
    exitCode: exitCodes.failed,
  },
  MIRROR_LOG_UNREADABLE: {
    summary: 'The log of a mirror cannot be read',
    cause: 'The file is missing or closed to this user, or it is the log of another web server.',
    remedy:
      'Give the access log that the configuration of `drydock mirror config` names, copied to this machine if need be.',
    exitCode: exitCodes.inputRefused,
  },
  MIRROR_IGNORES_GRANTS: {
    summary: 'A mirror answers under an address that was withdrawn',
    cause:
      'Its nginx does not ask the media server before each answer: its configuration is another one than the rendered one.',
    remedy: 'Render the configuration again with `drydock mirror config NAME`, install it unchanged, and reload nginx.',
    exitCode: exitCodes.failed,
  },
});
