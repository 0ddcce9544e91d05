/** All calls of the data model that the tables by name leave out: what a release has of them it refuses rightly. */
import type { CallFact } from '../call-table.js';
import { parseCallNotation, type CallNotations } from './call-notation.js';
import { clusters } from './clusters.js';
import { devices } from './devices.js';
import { groupsAndSchedules } from './groups-and-schedules.js';
import { hosts } from './hosts.js';
import { networks } from './networks.js';
import { observation } from './observation.js';
import { pool } from './pool.js';
import { storage } from './storage.js';
import { streaming } from './streaming.js';
import { updates } from './updates.js';
import { users } from './users.js';
import { virtualMachines } from './virtual-machines.js';

export const furtherCalls: CallNotations = {
  ...clusters,
  ...devices,
  ...groupsAndSchedules,
  ...hosts,
  ...networks,
  ...observation,
  ...pool,
  ...storage,
  ...streaming,
  ...updates,
  ...users,
  ...virtualMachines,
};

const cache = new Map<string, CallFact>();

/** The fact of a call that is written on one line, or undefined when the name is none. */
export function furtherCall(name: string): CallFact | undefined {
  if (!Object.hasOwn(furtherCalls, name)) return undefined;
  const known = cache.get(name) ?? parseCallNotation(furtherCalls[name] ?? '');
  cache.set(name, known);
  return known;
}
