/** What an installer finds wrong with the machine before it asks for media, by generation (media-and-clients.md 3.2). */
import type { ReleaseFacts } from '../../releases/release-facts.js';
import { devicesWithoutDriver, type Machine } from '../state/machine.js';

export type MachineRefusal =
  /** The system disk's controller has no driver in the new release. */
  | 'installation-not-found'
  /** "First boot never finished". */
  | 'first-boot-unfinished'
  | 'multipath-mismatch'
  | 'legacy-boot'
  | 'dos-partition-table'
  | 'weak-certificate-key'
  /** The interface towards the media has no driver: whatever is asked for, nothing answers. */
  | 'no-network';

/** The first of them; undefined when it goes on to its media. `installer` is the release whose installer runs. */
export function machineRefusal(machine: Machine, installer: ReleaseFacts): MachineRefusal | undefined {
  const withoutDriver = devicesWithoutDriver(machine, installer.platform.version);
  if (withoutDriver.includes('disk')) return 'installation-not-found';
  if (installer.installer.generation === 'xs9' && machine.firmware === 'bios') return 'legacy-boot';
  if (!machine.firstBootFinished) return 'first-boot-unfinished';
  if (!machine.multipathAgrees) return 'multipath-mismatch';
  if (refusesTable(machine, installer)) return 'dos-partition-table';
  if (refusesKey(installer) && machine.certificateKeyBits < 2048) return 'weak-certificate-key';
  return withoutDriver.includes('eth0') ? 'no-network' : undefined;
}

/** XenServer 9 takes GPT alone; XCP-ng 8.3 converts a DOS table, but not one with a vendor's utility partition. */
function refusesTable({ partitionTable }: Machine, { installer, brand }: ReleaseFacts): boolean {
  if (installer.generation === 'xs9') return partitionTable !== 'gpt';
  return installer.generation === 'xs8' && brand === 'XCP-ng' && partitionTable === 'dos-with-utility';
}

function refusesKey({ installer, brand }: ReleaseFacts): boolean {
  return installer.generation === 'xs8' && brand === 'XCP-ng';
}
