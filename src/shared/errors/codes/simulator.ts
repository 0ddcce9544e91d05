/** Error codes of simulator. */
import { defineErrorCodes } from '../error-code.js';

export const simulatorErrorCodes = defineErrorCodes({});
