/** The commands by which a person upgrades the hosts that are left without Drydock, with the uuids of this pool. */
import type { HostState, RunStatus } from '../../contract/run-status.js';
import { hostUpgradePlugin } from '../../xapi/host-upgrade-plugin.js';
import type { Plan } from '../planning/plan.js';

const needsNothing: readonly HostState[] = ['done', 'skipped'];
const isUpgraded: readonly HostState[] = ['returned', 'restoring', 'soaking'];

/** Empty when no host is left. A host that is armed is left alone: it may be installing. */
export function byHandOfRun(plan: Plan, status: RunStatus): readonly string[] {
  const left = status.hosts.filter(({ state }) => !needsNothing.includes(state));
  if (left.length === 0) return [];
  return [
    `the address of the medium stands in: drydock media addresses ${plan.pool.name}`,
    ...left.flatMap(({ uuid, name, state }) => {
      if (isUpgraded.includes(state)) return [`${name}: xe host-enable uuid=${uuid}`];
      if (state === 'armed' || state === 'installing') return [`${name}: wait for it, it may be installing`];
      return [
        `${name}: xe host-disable uuid=${uuid}`,
        `${name}: xe host-evacuate uuid=${uuid}`,
        `${name}: xe host-call-plugin host-uuid=${uuid} plugin=${hostUpgradePlugin} fn=main args:url=ADDRESS`,
        `${name}: xe host-reboot uuid=${uuid}, and when it is back: xe host-enable uuid=${uuid}`,
      ];
    }),
  ];
}
