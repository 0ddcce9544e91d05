/**
 * What a person does by hand after a failure, with this pool's own uuids: to find out, to mend, and, when a host is lost for good,
 * to get the pool going without it. A coordinator that is lost leaves members that run their guests and take no commands.
 */
import type { HostFailure } from '../../contract/run-status.js';
import type { Plan, PlannedHost } from '../planning/plan.js';
import { emergencyCodeIn, emergencySteps } from './emergency.js';
import { lastAttempt, note, type Ledger } from './ledger.js';

/** After these nobody knows whether the host will ever be back. */
const mayBeLost: readonly HostFailure[] = [
  'never-left',
  'fetch-failed',
  'never-returned',
  'login-refused',
  'returned-as-another',
  'pool-lost',
];

/** Empty where the next action says it all. */
export function recoverySteps(plan: Plan, ledger: Ledger, failure: HostFailure, host: PlannedHost): readonly string[] {
  const code = emergencyCodeIn(textOf(ledger.stateDetail['answer']));
  if (failure === 'in-emergency' && code !== undefined) {
    const coordinatorAddress = addressOf(plan, plan.pool.coordinator);
    return [...emergencySteps(code, { host, coordinatorAddress }), retryLine(plan)];
  }
  if (!mayBeLost.includes(failure)) return [];
  const lost = host.coordinator || failure === 'pool-lost';
  return lost ? coordinatorLost(plan, ledger) : memberLost(plan, host);
}

function memberLost(plan: Plan, host: PlannedHost): readonly string[] {
  return [
    `look: on the coordinator, xe host-list uuid=${host.uuid} params=enabled,host-metrics-live,software-version`,
    'only if it is lost for good:',
    `  drydock upgrade give-up ${plan.run} --host ${host.name} --reason WHY (ends its address)`,
    `  on the coordinator: xe host-forget uuid=${host.uuid}`,
    '  install it anew from the same medium, then on it: xe pool-join master-address=' +
      `${addressOf(plan, plan.pool.coordinator)} master-username=root master-password=…`,
  ];
}

function coordinatorLost(plan: Plan, ledger: Ledger): readonly string[] {
  const uuid = plan.pool.coordinator;
  const name = nameOf(plan, uuid);
  const dump = textOf(lastAttempt(ledger, 'dump-database', plan.pool.uuid)?.request.detail['file']);
  const heir = heirOf(plan, ledger);
  return [
    `${name} (${addressOf(plan, uuid)}) is the coordinator: the guests on the other hosts go on running, but nobody takes commands`,
    'members that stay up wait for it and are not in emergency mode; one that is restarted now is (xe host-is-in-emergency-mode)',
    `first: bring ${name} back, at its console; then ${retryLine(plan)}`,
    ...(dump === ''
      ? []
      : [`the database as it was before the run: ${dump}, in the folder of dumps of Drydock's state folder`]),
    ...(heir === undefined
      ? []
      : [
          `only if ${name} is lost for good, and switched off for good:`,
          `  on ${heir.name} (${heir.address}): xe pool-emergency-transition-to-master`,
          `  on ${heir.name}, some minutes later: xe pool-recover-slaves`,
          `  on each member that still looks for ${name}: xe pool-emergency-reset-master master-address=${heir.address}`,
          `  on ${heir.name}: xe host-forget uuid=${uuid}`,
          `  then: drydock upgrade abort ${plan.run}, and plan the rest anew`,
        ]),
  ];
}

/** Whoever takes over must be the newest of those that are left: what is newer than its coordinator stays out of the pool (xapi.md 2.4). */
function heirOf(plan: Plan, ledger: Ledger): { readonly name: string; readonly address: string } | undefined {
  const others = plan.baseline.hosts.filter(({ uuid }) => uuid !== plan.pool.coordinator);
  const upgraded = (uuid: string): boolean =>
    note(ledger, 'proven', uuid) !== undefined ||
    plan.skipped.some((host) => host.uuid === uuid && host.why === 'at-target');
  return others.find(({ uuid }) => upgraded(uuid)) ?? others[0];
}

function retryLine(plan: Plan): string {
  return `drydock upgrade retry ${plan.run}`;
}

function nameOf(plan: Plan, uuid: string): string {
  return plan.baseline.hosts.find((host) => host.uuid === uuid)?.name ?? uuid;
}

function addressOf(plan: Plan, uuid: string): string {
  return plan.baseline.hosts.find((host) => host.uuid === uuid)?.address ?? uuid;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
