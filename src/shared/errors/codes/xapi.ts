/** Error codes of xapi. */
import { defineErrorCodes } from '../error-code.js';

export const xapiErrorCodes = defineErrorCodes({});
