/** Error codes of servers. */
import { defineErrorCodes } from '../error-code.js';

export const serverErrorCodes = defineErrorCodes({});
