/** Error codes of installer: the imitation of the clients that read install media. */
import { defineErrorCodes, exitCodes } from '../error-code.js';

export const installerErrorCodes = defineErrorCodes({
  INSTALL_URL_UNSUPPORTED: {
    summary: 'An install source has an address that cannot be read from here',
    cause: 'Only http and ftp sources are asked over the network; nfs and https ones need the host itself.',
    remedy: 'Use the http:// or ftp:// address of the medium.',
    exitCode: exitCodes.inputRefused,
  },
  FTP_REPLY_UNEXPECTED: {
    summary: 'An FTP server gave another reply than the protocol asks for',
    cause: 'The server refuses passive transfers, broke a transfer off, or is no FTP server.',
    remedy: 'Check with another FTP client that the server allows passive transfers from this machine.',
    exitCode: exitCodes.failed,
  },
});
