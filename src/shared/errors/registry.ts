/** All error codes of the product in one place; the errors page of the docs is tied to it by a test, both ways. */
import { accessErrorCodes } from './codes/access.js';
import { controllerErrorCodes } from './codes/controller.js';
import { daemonErrorCodes } from './codes/daemon.js';
import { generalErrorCodes } from './codes/general.js';
import { installerErrorCodes } from './codes/installer.js';
import { mediaErrorCodes } from './codes/media.js';
import { nfsErrorCodes } from './codes/nfs.js';
import { serverErrorCodes } from './codes/servers.js';
import { simulatorErrorCodes } from './codes/simulator.js';
import { sshErrorCodes } from './codes/ssh.js';
import { xapiErrorCodes } from './codes/xapi.js';
import type { ErrorCodeEntry } from './error-code.js';

const allCodes = {
  ...generalErrorCodes,
  ...mediaErrorCodes,
  ...installerErrorCodes,
  ...serverErrorCodes,
  ...nfsErrorCodes,
  ...xapiErrorCodes,
  ...sshErrorCodes,
  ...simulatorErrorCodes,
  ...controllerErrorCodes,
  ...daemonErrorCodes,
  ...accessErrorCodes,
};

export type ErrorCode = keyof typeof allCodes;

export const errorRegistry: Readonly<Record<ErrorCode, ErrorCodeEntry>> = allCodes;

export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(errorRegistry, text);
}
