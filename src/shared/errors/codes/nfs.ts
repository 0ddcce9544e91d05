/** Error codes of NFS: what an NFS server needs on this machine, and exports that could not be applied. */
import { defineErrorCodes, exitCodes } from '../error-code.js';

export const nfsErrorCodes = defineErrorCodes({
  NFS_PATH_UNFIT: {
    summary: 'A path cannot be exported over NFS',
    cause: 'It has a control character in it, which an NFS-Ganesha configuration cannot express.',
    remedy: 'Move the media cache to a folder with a plain name.',
    exitCode: exitCodes.inputRefused,
  },
  NFS_SERVER_MISSING: {
    summary: 'The NFS server that the configuration names is not installed',
    cause: 'Its program, or the module with which it reads ordinary folders, was not found.',
    remedy:
      'Debian: `apt-get install nfs-ganesha nfs-ganesha-vfs`, or `nfs-kernel-server` for the kernel; or set servers.nfs.mode to off.',
    exitCode: exitCodes.failed,
  },
  NFS_NOT_PERMITTED: {
    summary: 'This user may not serve NFS',
    cause:
      'NFS-Ganesha opens files by their handles, which needs root or the capability CAP_DAC_READ_SEARCH; without it, it starts and refuses every file. The kernel’s exports are changed by root alone.',
    remedy:
      'Start Drydock as root or with that capability (systemd: AmbientCapabilities=CAP_DAC_READ_SEARCH), or set servers.nfs.mode to off.',
    exitCode: exitCodes.failed,
  },
  NFS_RPCBIND_MISSING: {
    summary: 'NFS version 3 needs rpcbind, and none answers on this machine',
    cause: 'rpcbind is not installed or not running; clients of version 3 ask it on port 111 for the other ports.',
    remedy: 'Install and start rpcbind, or set servers.nfs.version3 to false: hosts from 7.0 on use version 4.',
    exitCode: exitCodes.failed,
  },
  NFS_SERVER_FAILED: {
    summary: 'The NFS server did not come up',
    cause: 'Its port is taken, its configuration does not fit this machine, or it ended.',
    remedy: 'Read the log that is named here; Drydock goes on trying.',
    exitCode: exitCodes.failed,
  },
  NFS_FILE_FOREIGN: {
    summary: 'A file of exports was not written by Drydock',
    cause: 'servers.nfs.exportsFile names a file that somebody else keeps, or the first line of ours was changed.',
    remedy: 'Name a file of its own in servers.nfs.exportsFile, or move the present one away.',
    exitCode: exitCodes.failed,
  },
  NFS_EXPORTS_INVALID: {
    summary: 'What should be exported cannot be written as it should be',
    cause: 'What was to be written, read back, is not what is wanted; nothing was changed.',
    remedy: 'Report it with what was found; hosts can be served over HTTP meanwhile.',
    exitCode: exitCodes.failed,
  },
  NFS_APPLY_FAILED: {
    summary: 'The NFS server did not take its new exports',
    cause: 'The server refused them; the exports from before were put back.',
    remedy: 'Read what it said, which is quoted here; Drydock goes on trying.',
    exitCode: exitCodes.failed,
  },
  NFS_HOST_UNKNOWN: {
    summary: 'It is not known from which address a host would mount its medium',
    cause: 'None of its interfaces is in the subnet of the media server, and none has a gateway.',
    remedy:
      'Give the management interface an address with a gateway, serve NFS at an address of its subnet (servers.nfs.advertise), or serve HTTP as well.',
    exitCode: exitCodes.failed,
  },
  NFS_NOT_APPLIED: {
    summary: 'A host cannot mount its medium yet',
    cause: 'The process that keeps the exports is not running, or could not apply them in time.',
    remedy: 'Look at `drydock nfs status`; asking again is harmless.',
    exitCode: exitCodes.failed,
  },
});
