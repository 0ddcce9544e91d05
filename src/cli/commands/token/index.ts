/** The commands about tokens, with which scripts use the control API. */
import type { CommandSpec } from '../../command.js';
import { tokenAdd } from './add.js';
import { tokenList } from './list.js';
import { tokenRevoke } from './revoke.js';

export const tokenCommands: readonly CommandSpec[] = [tokenAdd, tokenList, tokenRevoke];
