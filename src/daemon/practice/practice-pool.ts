/** A practice pool and how it is made known: its password in a file, its addresses as they are reached from here. */
import { randomBytes, randomInt } from 'node:crypto';
import { join } from 'node:path';
import { makeFolderDurably, writeFileDurably } from '../../shared/durable-files.js';
import { releaseIds, type ReleaseId } from '../../releases/release-facts.js';
import { startSimulator, type RunningSimulator } from '../simulator/start-simulator.js';
import type { NfsMounts } from '../../installer/transports/nfs.js';
import type { Fault } from '../../simulator/faults/fault.js';
import type { PoolRecord } from '../pools/pool-record.js';
import type { PracticeUser } from './practice-user.js';
import { shapedPool, usualShape, type PracticeShape } from './practice-shape.js';
import { practiceTimes } from './practice-times.js';

/** What the hosts of a practice pool may run. */
export const practiceReleases = releaseIds;

export interface PracticeOptions {
  readonly hosts: number;
  readonly vms: number;
  readonly release: ReleaseId;
  readonly speed: number;
  readonly faults: readonly Fault[];
  readonly haEnabled: boolean;
  /** Who may log in beside root, with the same password. */
  readonly users?: readonly PracticeUser[];
  readonly shape?: PracticeShape;
  readonly port?: number;
  /** Default: drawn at random, so that two practice pools are not one pool to the controller. */
  readonly seed?: number;
  readonly nfsMounts?: NfsMounts;
  /** Where the password file goes. */
  readonly folder: string;
}

export interface PracticePool {
  readonly simulator: RunningSimulator;
  readonly passwordFile: string;
}

/** @throws SIMULATOR_ADDRESS_UNAVAILABLE, SIMULATOR_PORT_IN_USE */
export async function startPracticePool(options: PracticeOptions): Promise<PracticePool> {
  const { hosts, vms, release, speed, faults, port, haEnabled, folder, nfsMounts } = options;
  const password = randomBytes(9).toString('base64url');
  const simulator = await startSimulator({
    ...{ release, faults, password },
    users: (options.users ?? []).map((user) => ({ ...user, password })),
    ...shapedPool(hosts, vms, options.shape ?? usualShape),
    ...(port === undefined ? {} : { port }),
    seed: options.seed ?? randomInt(2 ** 32),
    ...(nfsMounts === undefined ? {} : { nfsMounts }),
    name: 'practice',
    times: practiceTimes(speed, faults.length > 0),
    ha: { enabled: haEnabled, failuresToTolerate: 1 },
  });
  // Several pools at a time have a port each, and a password each.
  const passwordFile = join(folder, `practice-${simulator.port}.password`);
  try {
    await makeFolderDurably(folder, 0o700);
    await writeFileDurably(passwordFile, `${simulator.password}\n`, 0o600);
    return { simulator, passwordFile };
  } catch (error) {
    await simulator.stop();
    throw error;
  }
}

/** What `pool add` would keep of it, with the certificates that its hosts really show. */
export function practiceRecord(name: string, { simulator, passwordFile }: PracticePool, addedAt: number): PoolRecord {
  const hosts = simulator.addresses.map((address) => ({ address, internal: address.replace(/:\d+$/, '') }));
  return {
    name,
    addresses: hosts.map(({ address }) => address),
    user: simulator.user,
    credential: { kind: 'file', path: passwordFile },
    fingerprints: Object.fromEntries(
      hosts.map(({ address, internal }) => [address, simulator.pool.world.certificateOf(internal).fingerprint]),
    ),
    oldTls: false,
    addressMap: Object.fromEntries(hosts.map(({ address, internal }) => [internal, address])),
    addedAt,
  };
}

/** The command that makes it known, for a person to paste. */
export function addCommand(name: string, { simulator, passwordFile }: PracticePool): string {
  const hosts = simulator.addresses.map(
    (address) => `--host ${address} --reach ${address.replace(/:\d+$/, '')}=${address}`,
  );
  return ['drydock pool add', name, ...hosts, `--password-file ${passwordFile}`, '--trust-first-use'].join(' ');
}
