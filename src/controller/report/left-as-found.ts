/** What is different now from what it was before the run, and the command that puts each thing back. */
import { z } from 'zod';
import { claimKey } from '../ownership/claim.js';
import { hostByUuid, type PoolFacts, type VmFacts } from '../facts/pool-facts.js';
import type { Baseline, BaselineVm } from '../planning/baseline.js';
import { xe } from './xe-commands.js';

export const leftoverSchema = z.strictObject({
  kind: z.enum(['ha', 'wlb', 'claim', 'coordinator', 'host', 'storage', 'vm']),
  uuid: z.string(),
  name: z.string(),
  before: z.string(),
  now: z.string(),
  /** Empty where no command puts it back. */
  command: z.string(),
});
export type Leftover = z.infer<typeof leftoverSchema>;

/** Empty when the pool was left as it was found, but for its versions. */
export function leftovers(baseline: Baseline, pool: PoolFacts): readonly Leftover[] {
  return [
    ...poolLeftovers(baseline, pool),
    ...baseline.hosts.flatMap((host) => hostLeftovers(host, pool)),
    ...storageLeftovers(baseline, pool),
    ...baseline.vms.flatMap((vm) => vmLeftovers(vm, pool)),
  ];
}

function poolLeftovers(baseline: Baseline, pool: PoolFacts): readonly Leftover[] {
  const found: Leftover[] = [];
  const about = { uuid: pool.uuid, name: pool.name };
  const { ha } = baseline;
  if (ha.enabled !== pool.haEnabled) {
    const command = ha.enabled ? xe.enableHa(ha.heartbeatSrs) : xe.disableHa();
    found.push({ ...about, kind: 'ha', before: onOff(ha.enabled), now: onOff(pool.haEnabled), command });
  }
  if (ha.enabled && ha.failuresToTolerate !== pool.haFailuresToTolerate) {
    const command = xe.setHaFailures(pool.uuid, ha.failuresToTolerate);
    const [before, now] = [`tolerates ${ha.failuresToTolerate} failures`, `tolerates ${pool.haFailuresToTolerate}`];
    found.push({ ...about, kind: 'ha', before, now, command });
  }
  if (baseline.wlbEnabled !== pool.wlbEnabled) {
    const command = xe.setWlb(pool.uuid, baseline.wlbEnabled);
    found.push({ ...about, kind: 'wlb', before: onOff(baseline.wlbEnabled), now: onOff(pool.wlbEnabled), command });
  }
  const claim = pool.otherConfig[claimKey];
  if (claim !== undefined) {
    found.push({ ...about, kind: 'claim', before: 'none', now: claim, command: xe.releaseClaim(pool.uuid) });
  }
  if (baseline.coordinator !== pool.coordinator) {
    found.push({ ...about, kind: 'coordinator', before: baseline.coordinator, now: pool.coordinator, command: '' });
  }
  return found;
}

function hostLeftovers(before: Baseline['hosts'][number], pool: PoolFacts): readonly Leftover[] {
  const about = { kind: 'host', uuid: before.uuid, name: before.name } as const;
  const host = hostByUuid(pool, before.uuid);
  if (host === undefined) return [{ ...about, before: 'in the pool', now: 'gone', command: '' }];
  const found: Leftover[] = [];
  if (host.enabled !== before.enabled) {
    const command = before.enabled ? xe.enableHost(host.uuid) : xe.disableHost(host.uuid);
    found.push({ ...about, before: enabledText(before.enabled), now: enabledText(host.enabled), command });
  }
  if (host.address !== before.address) {
    found.push({ ...about, before: `address ${before.address}`, now: `address ${host.address}`, command: '' });
  }
  return found;
}

function storageLeftovers(baseline: Baseline, pool: PoolFacts): readonly Leftover[] {
  return baseline.pbds
    .filter((pbd) => pbd.attached)
    .flatMap((before) => {
      const now = pool.pbds.find((pbd) => pbd.uuid === before.uuid);
      if (now?.attached === true) return [];
      const host = baseline.hosts.find((candidate) => candidate.uuid === before.host)?.name ?? before.host;
      const about = {
        kind: 'storage',
        uuid: before.uuid,
        name: `${before.srName} on ${host}`,
        before: 'attached',
      } as const;
      return [
        now === undefined
          ? { ...about, now: 'gone', command: '' }
          : { ...about, now: 'detached', command: xe.plugPbd(before.uuid) },
      ];
    });
}

/** Guests that ran before: they run again where they were, or are named. What was off before is nobody's loss. */
function vmLeftovers(before: BaselineVm, pool: PoolFacts): readonly Leftover[] {
  if (before.host === null) return [];
  const homeUuid = before.host;
  const home = hostByUuid(pool, homeUuid)?.name ?? homeUuid;
  const about = {
    kind: 'vm',
    uuid: before.uuid,
    name: before.name,
    before: `${before.powerState} on ${home}`,
  } as const;
  const vm = pool.vms.find((candidate) => candidate.uuid === before.uuid);
  if (vm === undefined) return [{ ...about, now: 'gone', command: '' }];
  if (vm.residentOn === homeUuid && vm.powerState === before.powerState) return [];
  const where = vm.residentOn === null ? '' : ` on ${hostByUuid(pool, vm.residentOn)?.name ?? vm.residentOn}`;
  return [{ ...about, now: `${vm.powerState}${where}`, command: commandHome(vm, before, homeUuid, home) }];
}

function commandHome(vm: VmFacts, before: BaselineVm, homeUuid: string, home: string): string {
  if (vm.powerState === 'Halted') return xe.startOn(vm.uuid, home);
  if (vm.powerState === 'Suspended') return xe.resumeOn(vm.uuid, home);
  if (vm.residentOn !== homeUuid) return xe.migrate(vm.uuid, homeUuid);
  return before.powerState === 'Paused' ? xe.pause(vm.uuid) : xe.unpause(vm.uuid);
}

function onOff(on: boolean): string {
  return on ? 'on' : 'off';
}

function enabledText(enabled: boolean): string {
  return enabled ? 'enabled' : 'disabled';
}
