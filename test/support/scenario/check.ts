// The assertions that end every scenario: no invariant is broken, and what a pool must look like afterwards.
import { expect } from 'chai';
import { brokenInvariants, unboundedWaits } from './invariants.js';
import type { Scenario } from './scenario.js';

export function expectInvariants(scenario: Scenario): void {
  if (scenario.plan === undefined) throw new Error('not planned');
  const tokens = scenario.fetches.map(({ url }) => /\/i\/([^/]+)/.exec(url)?.[1] ?? '').filter((token) => token !== '');
  const broken = brokenInvariants({
    plan: scenario.plan,
    records: scenario.records(),
    history: scenario.pool.history,
    status: scenario.status(),
    grants: scenario.lastTurn?.grants ?? [],
    secrets: [scenario.pool.password, ...new Set(tokens)],
  });
  expect([...broken, ...unboundedWaits(scenario.decisions), ...new Set(scenario.lateWaits)]).to.deep.equal([]);
  expect(scenario.pool.history.filter(({ event }) => event === 'simulator-defect')).to.deep.equal([]);
}

/** What matters of a pool when a run has ended, for comparing two runs. */
export async function endState(scenario: Scenario): Promise<object> {
  const port = scenario.openPool();
  const observation = await scenario.clock.runUntil(port.observe());
  if (!observation.pool.known) throw new Error(observation.pool.reason);
  const pool = observation.pool.value;
  const names = new Map(pool.hosts.map((host) => [host.uuid, host.name]));
  return {
    run: scenario.status().state,
    ha: [pool.haEnabled, pool.haFailuresToTolerate],
    wlb: pool.wlbEnabled,
    claim: pool.otherConfig['drydock_run'],
    hosts: pool.hosts
      .map((host) => [host.name, host.enabled, host.live, host.versions.product, host.versions.xapi])
      .sort(),
    vms: pool.vms.map((vm) => [vm.name, vm.powerState, names.get(vm.residentOn ?? '')]).sort(),
    unplugged: pool.pbds.filter((pbd) => !pbd.attached).length,
    undone: scenario
      .status()
      .changes.map(({ what, undo }) => [what, undo])
      .sort(),
    installed: scenario.pool.history.filter(({ event }) => event === 'installed').length,
    armed: (await scenario.mediaServer.api.grants()).filter(({ state }) => state !== 'ended').map(({ state }) => state),
  };
}
