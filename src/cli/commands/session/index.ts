/** The commands about who is signed in to the dashboard. */
import type { CommandSpec } from '../../command.js';
import { sessionEnd } from './end.js';
import { sessionList } from './list.js';

export const sessionCommands: readonly CommandSpec[] = [sessionList, sessionEnd];
