/** Error codes of controller. */
import { defineErrorCodes } from '../error-code.js';

export const controllerErrorCodes = defineErrorCodes({});
