/** The parameters of a fault as people see them: what many have in common, said once, and what is its own. */
import type { AnyFault } from './definition.js';

/** What the common ones mean; faults of one place take `host` and `nth` alone. */
export const commonParameters: Readonly<Record<string, string>> = {
  host: 'which host: its name, uuid or index from 0, `coordinator`, `member` (any), `member-2` (the second of them); every host when absent. Of a fault of calls that names a `call`, it is the host that the call is about, otherwise the one that receives it',
  occurrence:
    'which occurrence strikes, counted from 1: `2`, `every`, `2-4`, or `3-` for all from the third on; the first when absent',
  method:
    'faults of calls: the call by its wire name; `host.*` for a class; with `Async.` in front that form alone; any call when absent',
  vm: 'the VM, by name or uuid; when absent any, or for a fault of VMs the first guest of each host that is meant',
  at: 'faults that happen at a step: which one (see the last table)',
  of: 'the host that the step is about, where it is another one than the host that is struck',
  after: 'how long after the step',
  lasts:
    'a fault of calls goes on striking for this long; one that happened at a step is then over; for ever when absent',
};

/** As they are written on the command line and in YAML. */
const shownNames: Readonly<Record<string, string>> = { method: 'call', occurrence: 'nth' };

export function shownName(name: string): string {
  return shownNames[name] ?? name;
}

/** The other way round; the name itself goes on working. */
export function nameOfShown(shown: string): string {
  return Object.keys(shownNames).find((name) => shownNames[name] === shown) ?? shown;
}

/** Those that are no common ones. */
export function ownParameters(fault: AnyFault): readonly string[] {
  return Object.keys(fault.parameters.shape).filter((name) => !Object.hasOwn(commonParameters, name));
}
