/** Which guests a fault of VMs means: the one that is named, or the first that runs on each host that is meant. */
import type { Vm } from '../state/objects.js';
import type { Happening } from './definition.js';
import { meansVm } from './match.js';

export function guestsMeant({ world, hosts }: Happening, wanted: string | undefined): readonly Vm[] {
  const guests = [...world.state.vms.values()].filter(({ kind }) => kind === 'guest');
  if (wanted !== undefined) return guests.filter((vm) => meansVm(wanted, vm));
  return hosts.flatMap((host) => guests.filter((vm) => vm.residentOn === host.ref).slice(0, 1));
}
