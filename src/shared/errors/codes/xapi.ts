/** Error codes of xapi: reaching a pool, trusting it, and what it answered. */
import { defineErrorCodes, exitCodes } from '../error-code.js';

export const xapiErrorCodes = defineErrorCodes({
  UPLOAD_REFUSED: {
    summary: 'The pool did not take an image',
    cause: 'Its storage is full or detached, the user may not create disks, or what was sent is not what it wants.',
    remedy: 'Look at the storage that is named and at the pool’s log (/var/log/xensource.log), then retry.',
    exitCode: exitCodes.failed,
  },
  XAPI_ADDRESS_INVALID: {
    summary: 'The address of a host is not one',
    cause: 'It is neither a name nor an IPv4 or IPv6 address, or its port is out of range.',
    remedy: 'Give the host as NAME, 192.0.2.1, 192.0.2.1:443, 2001:db8::1 or [2001:db8::1]:443.',
    exitCode: exitCodes.inputRefused,
  },
  XAPI_UNREACHABLE: {
    summary: 'No host of the pool can be reached',
    cause: 'The host is down or rebooting, the address is wrong, or a firewall is in between. Nothing was sent.',
    remedy: 'Check the addresses and that TCP port 443 of the pool is open from here.',
    exitCode: exitCodes.failed,
  },
  XAPI_NOT_READY: {
    summary: 'The pool answers, but no host of it accepts a login now',
    cause: 'The coordinator is starting or gone, or the host that answers is in emergency mode.',
    remedy: 'Read the answer of each host: it names the trouble. A host that is booting needs a few minutes.',
    exitCode: exitCodes.failed,
  },
  XAPI_LOGIN_REFUSED: {
    summary: 'The pool refuses the user or the password',
    cause: 'The user name or the password is wrong, or was changed.',
    remedy:
      'Give the right credential; for most pools it is that of root. If that of a known pool was changed: `drydock pool password NAME`, or the page of the pool.',
    exitCode: exitCodes.inputRefused,
  },
  XAPI_CERTIFICATE_CHANGED: {
    summary: 'A host shows another certificate than the one that is trusted',
    cause: 'The host was installed anew, its certificate was replaced, or somebody answers in its place.',
    remedy: 'Compare the fingerprint on the console of the host; only then trust the new one. Nothing was sent.',
    exitCode: exitCodes.inputRefused,
  },
  XAPI_CERTIFICATE_UNKNOWN: {
    summary: 'A host shows a certificate that nobody has trusted yet',
    cause: 'It is asked for the first time, and trust on first use was not given.',
    remedy: 'Compare the fingerprint on the console of the host and add the host to the pool. Nothing was sent.',
    exitCode: exitCodes.inputRefused,
  },
  XAPI_REPLY_LOST: {
    summary: 'A host did not answer a question',
    cause: 'The connection broke or the time was over, often because the coordinator is going down.',
    remedy: 'Ask again when the pool answers.',
    exitCode: exitCodes.failed,
  },
  XAPI_REPLY_INVALID: {
    summary: 'A host answered something that cannot be understood',
    cause: 'The reply was cut off, is not from a XenServer or XCP-ng host, or has a form of an unknown release.',
    remedy: 'Check that the address is that of a host, and report the text of this error.',
    exitCode: exitCodes.failed,
  },
  XAPI_OUTCOME_UNKNOWN: {
    summary: 'Nobody knows whether an action was carried out',
    cause: 'It was sent, and the reply was lost. It is not sent again, since it may have been done.',
    remedy: 'Read the state of the pool: it tells.',
    exitCode: exitCodes.failed,
  },
  XAPI_SESSION_LOST: {
    summary: 'An action was not carried out because the session had ended',
    cause: 'The coordinator was restarted, or the session was dropped. The action was refused before it began.',
    remedy: 'Read the state of the pool, then decide again.',
    exitCode: exitCodes.failed,
  },
  XAPI_FAILURE: {
    summary: 'The pool refused a call',
    cause: 'The code and its parameters say why.',
    remedy: 'Look the code up in the documentation of XenAPI; it names the object at fault.',
    exitCode: exitCodes.failed,
  },
  XAPI_CONNECTION_CLOSED: {
    summary: 'The connection to the pool was closed',
    cause: 'Something was still asked of it while Drydock was ending.',
    remedy: 'Start again.',
    exitCode: exitCodes.interrupted,
  },
  PLUGIN_FAILED: {
    summary: 'The host-upgrade plugin of a host reports a failure',
    cause: 'The plugin code says why; INVALID_URL, for one, means that the host cannot use the media at its address.',
    remedy: 'See the plugin code; the log of the host (/var/log/messages) has the details.',
    exitCode: exitCodes.failed,
  },
  CLAIM_TAKEN: {
    summary: 'The key is already there in the settings of the pool',
    cause: 'Another run, or another Drydock, has claimed the pool.',
    remedy: 'Let the other run end, or take the pool over explicitly.',
    exitCode: exitCodes.failed,
  },
  DUMP_INCOMPLETE: {
    summary: 'The dump of the pool database is not a full one',
    cause: 'The versions in the pool differ (then the pool gives an empty dump), or the transfer was cut off.',
    remedy: 'Dump the database before the first host is upgraded; if the transfer was cut off, try again.',
    exitCode: exitCodes.failed,
  },
  DUMP_REFUSED: {
    summary: 'The pool does not give its database',
    cause: 'The user has not the role pool-admin, or the host cannot serve the dump now.',
    remedy: 'Use root or a pool-admin.',
    exitCode: exitCodes.failed,
  },
});
