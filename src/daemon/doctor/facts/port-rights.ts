/** Whether this user may open ports below 1024: root, a capability, or a kernel that lets everybody (ip(7), capabilities(7)). */
import type { MachineAccess } from '../machine-access.js';
import { known, unknown, type Known } from '../known.js';

export interface PortRights {
  readonly uid: number;
  readonly hasCapability: Known<boolean>;
  /** The lowest port that everybody may open. */
  readonly firstFreePort: Known<number>;
}

/** The number of CAP_NET_BIND_SERVICE. */
const netBindService = 1n << 10n;

export async function readPortRights(machine: MachineAccess): Promise<PortRights> {
  const status = await machine.text('/proc/self/status');
  const start = await machine.text('/proc/sys/net/ipv4/ip_unprivileged_port_start');
  return { uid: machine.uid(), hasCapability: capability(status), firstFreePort: firstFreePort(start) };
}

function capability(status: Known<string | null>): Known<boolean> {
  if ('unknown' in status) return status;
  const effective = /^CapEff:\s*([0-9a-f]+)/m.exec(status.value ?? '')?.[1];
  if (effective === undefined) return unknown('/proc/self/status does not tell the capabilities');
  return known((BigInt(`0x${effective}`) & netBindService) !== 0n);
}

function firstFreePort(start: Known<string | null>): Known<number> {
  if ('unknown' in start) return start;
  const text = start.value?.trim() ?? '';
  return /^\d+$/.test(text) ? known(Number(text)) : unknown('the kernel does not tell ip_unprivileged_port_start');
}
