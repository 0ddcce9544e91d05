/** Every call that Drydock makes, with what goes in and what comes out. Logging in and out is the connection's part. */
import type { z } from 'zod';
import type { Arguments, CallDefinition } from './call-definition.js';
import { eventCalls } from './event-calls.js';
import { hostCalls } from './host-calls.js';
import { messageCalls } from './message-calls.js';
import { networkCalls } from './network-calls.js';
import { poolCalls } from './pool-calls.js';
import { storageCalls } from './storage-calls.js';
import { taskCalls } from './task-calls.js';
import { vmCalls } from './vm-calls.js';

export const callTable = {
  ...poolCalls,
  ...hostCalls,
  ...vmCalls,
  ...storageCalls,
  ...networkCalls,
  ...taskCalls,
  ...messageCalls,
  ...eventCalls,
} as const satisfies Record<string, CallDefinition>;

export type CallName = keyof typeof callTable;
export type CallArguments<N extends CallName> = Arguments<(typeof callTable)[N]['parameters']>;
export type CallResult<N extends CallName> = z.infer<(typeof callTable)[N]['result']>;

/** The calls that can be started in the background. */
export type StartableCall = { [N in CallName]: (typeof callTable)[N]['startable'] extends true ? N : never }[CallName];
