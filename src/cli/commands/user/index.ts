/** The commands about people who may sign in to the dashboard. */
import type { CommandSpec } from '../../command.js';
import { userAdd } from './add.js';
import { userList } from './list.js';
import { userPassword } from './password.js';
import { userRemove } from './remove.js';
import { userRole } from './role.js';

export const userCommands: readonly CommandSpec[] = [userAdd, userList, userRole, userPassword, userRemove];
