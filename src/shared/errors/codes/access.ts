/** Error codes of the control API: who may come in, what a request must be like, and what it asked for that cannot be. */
import { defineErrorCodes, exitCodes } from '../error-code.js';

export const accessErrorCodes = defineErrorCodes({
  NOT_SIGNED_IN: {
    summary: 'Nobody is signed in',
    cause:
      'There was no session or token, or it has ended: it ran out, was signed out, or its user or role was changed.',
    remedy: 'Sign in again; `drydock dashboard` prints a link, and scripts need a token of `drydock token add`.',
    exitCode: exitCodes.inputRefused,
  },
  SIGN_IN_REFUSED: {
    summary: 'The sign-in was refused',
    cause: 'Name and password do not belong together, or the link was used already or has run out.',
    remedy: 'Try again, or have whoever owns the state folder run `drydock dashboard` or `drydock user password`.',
    exitCode: exitCodes.inputRefused,
  },
  SIGN_IN_DELAYED: {
    summary: 'Too many sign-ins have failed: the next must wait',
    cause: 'Passwords were tried from this address, or for this name.',
    remedy: 'Wait as long as the answer says. A link of `drydock dashboard` is never held up.',
    exitCode: exitCodes.inputRefused,
  },
  ROLE_INSUFFICIENT: {
    summary: 'The role of this session or token does not allow that',
    cause: 'It is for a role above, or only for who owns the Unix socket.',
    remedy: 'Ask an administrator; `drydock user list` shows who has which role.',
    exitCode: exitCodes.inputRefused,
  },
  REQUEST_FOREIGN: {
    summary: 'The request does not come from the dashboard’s own page',
    cause:
      'Another site has sent it (Origin, Sec-Fetch-Site), or the header x-drydock-csrf is missing or is not the session’s.',
    remedy: 'Load the dashboard anew. Scripts use a token in the header Authorization and need none of this.',
    exitCode: exitCodes.inputRefused,
  },
  HOST_NAME_UNKNOWN: {
    summary: 'The dashboard does not go by that name',
    cause:
      'The Host header names neither an address nor localhost nor a name of the configuration: DNS rebinding looks like this.',
    remedy: 'Use its address, or add the name to dashboard.names in the configuration.',
    exitCode: exitCodes.inputRefused,
  },
  ROUTE_UNKNOWN: {
    summary: 'There is no such request in the control API',
    cause: 'Another version is meant, or the path or the method is wrong.',
    remedy: 'docs/control-api.md lists all requests.',
    exitCode: exitCodes.inputRefused,
  },
  REQUEST_TOO_LARGE: {
    summary: 'The request is larger than it may be',
    cause: 'Its body has more bytes than are taken, or than it announced.',
    remedy: 'Send less; for uploads see dashboard.imports.largestUpload.',
    exitCode: exitCodes.inputRefused,
  },
  REQUEST_TOO_SLOW: {
    summary: 'The request did not arrive in time',
    cause: 'The connection is slow or broken, or somebody holds it open on purpose.',
    remedy: 'Try again over a connection that holds.',
    exitCode: exitCodes.inputRefused,
  },
  ACCESS_NAME_INVALID: {
    summary: 'That is no name for a person or token',
    cause: 'It is empty, too long, or has other characters than letters, digits, blanks and . _ @ -',
    remedy: 'Choose another name.',
    exitCode: exitCodes.inputRefused,
  },
  ACCESS_NAME_TAKEN: {
    summary: 'There is a person or token of that name already',
    cause: 'Names are unique, whatever their case.',
    remedy: 'Choose another name, or remove the present one first.',
    exitCode: exitCodes.inputRefused,
  },
  ACCESS_UNKNOWN: {
    summary: 'There is no person or token of that name',
    cause: 'It was never added, or was removed.',
    remedy: 'See `drydock user list` and `drydock token list`.',
    exitCode: exitCodes.inputRefused,
  },
  SESSION_UNKNOWN: {
    summary: 'There is no such session',
    cause: 'It has ended meanwhile, or nobody of that name is signed in.',
    remedy: 'See `drydock session list`.',
    exitCode: exitCodes.inputRefused,
  },
  PASSWORD_TOO_WEAK: {
    summary: 'The password is too easy to guess',
    cause: 'It is too short, too long, the name itself, or one of those that are tried first.',
    remedy: 'Take at least 12 characters; several words are easiest to remember.',
    exitCode: exitCodes.inputRefused,
  },
  IMPORT_SOURCE_NOT_ALLOWED: {
    summary: 'Media may not be imported from there',
    cause:
      'Over the network only certain folders of the server may be named, and addresses where the configuration allows it.',
    remedy: 'Put the file into one of the folders that are named, upload it, or import it with `drydock media import`.',
    exitCode: exitCodes.inputRefused,
  },
  MEDIA_JOB_UNKNOWN: {
    summary: 'There is no such import or verification',
    cause: 'It ended long ago, or the controller was started anew since.',
    remedy: 'See GET /v1/media/imports; what was published is in the list of media.',
    exitCode: exitCodes.inputRefused,
  },
  MEDIA_JOBS_TOO_MANY: {
    summary: 'Too many imports and verifications wait already',
    cause: 'Two are worked on at a time, and twenty may wait.',
    remedy: 'Wait until some have ended, or cancel them.',
    exitCode: exitCodes.inputRefused,
  },
  FINDING_UNKNOWN: {
    summary: 'The check has no such finding, or Drydock cannot put it right',
    cause: 'It is gone since, it has another subject, or there is no fix for it.',
    remedy: 'Check the pool again, and follow the remedy of the finding.',
    exitCode: exitCodes.inputRefused,
  },
  DASHBOARD_NOT_LISTENING: {
    summary: 'The dashboard is not listening',
    cause: 'It is switched off in the configuration, or its port is taken by another process.',
    remedy: 'See dashboard.enabled and dashboard.port in the configuration, and the log of the controller.',
    exitCode: exitCodes.failed,
  },
});
