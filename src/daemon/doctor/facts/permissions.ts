/** Who may read and write the folders of Drydock, and whether the user of servers.runAs gets to the media. */
import { dirname } from 'node:path';
import type { Settings } from '../../config/schema.js';
import { systemUser, type SystemUser } from '../../media-server/system-user.js';
import { stateLayout } from '../../state-layout.js';
import type { MachineAccess, PathOwner } from '../machine-access.js';
import { knownOr, type Known } from '../known.js';

export interface PathFacts {
  readonly path: string;
  /** Null: there is nothing. */
  readonly owner: Known<PathOwner | null>;
}

export interface PermissionFacts {
  /** Who asks. */
  readonly uid: number;
  readonly stateFolder: PathFacts;
  /** What in it would tell something: known pools, journal, dumps of pool databases. */
  readonly inState: readonly PathFacts[];
  /** The store, and all folders on the way to it, the uppermost first. */
  readonly wayToStore: readonly PathFacts[];
  /** Null where servers.runAs is not set. */
  readonly runAs: Known<SystemUser> | null;
}

export async function readPermissions(
  { state, media, servers }: Pick<Settings, 'state' | 'media' | 'servers'>,
  machine: MachineAccess,
): Promise<PermissionFacts> {
  const look = async (path: string): Promise<PathFacts> => ({ path, owner: await machine.owner(path) });
  const { pools, journal, outbox, dumps } = stateLayout(state);
  const { runAs } = servers;
  return {
    uid: machine.uid(),
    stateFolder: await look(state),
    inState: await Promise.all([pools, journal, outbox, dumps].map(look)),
    wayToStore: await Promise.all(way(media.cache).map(look)),
    runAs: runAs === undefined ? null : await knownOr(() => systemUser(runAs)),
  };
}

function way(path: string): string[] {
  return dirname(path) === path ? [path] : [...way(dirname(path)), path];
}
