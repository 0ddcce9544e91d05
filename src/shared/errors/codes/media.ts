/** Error codes of media. */
import { defineErrorCodes } from '../error-code.js';

export const mediaErrorCodes = defineErrorCodes({});
