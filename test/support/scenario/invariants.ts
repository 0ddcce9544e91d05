// Checks the invariants of a run from two things only: the controller's journal and the simulator's own history.
import type { JournalRecord } from '../../../src/journal/journal.js';
import { claimKey, readClaim } from '../../../src/controller/ownership/claim.js';
import type { Plan } from '../../../src/controller/planning/plan.js';
import type { RunStatus } from '../../../src/contract/run-status.js';
import type { PoolEvent } from '../../../src/simulator/history.js';

export interface Evidence {
  readonly plan: Plan;
  readonly records: readonly JournalRecord[];
  readonly history: readonly PoolEvent[];
  readonly status: RunStatus;
  /** The addresses of the run as they are now; absent where nobody can tell. */
  readonly grants?: readonly { readonly id: string; readonly state: string }[];
  /** Passwords and tokens that must stand nowhere. */
  readonly secrets: readonly string[];
}

/** A coordinator that has started marks every host disabled; each enables itself within this time (xapi.md 2.6). */
const settlingTime = 15 * 60_000;

/** Each broken invariant as a sentence that begins with its number in design.md, section 8. */
export function brokenInvariants(evidence: Evidence): string[] {
  return [
    ...oneHostOutOfService(evidence),
    ...rebootsOfEmptyHosts(evidence),
    ...coordinatorFirst(evidence),
    ...ledgerIsComplete(evidence),
    ...changesAreListed(evidence),
    ...noSecrets(evidence),
    ...hostsFoundTheirMedia(evidence),
    ...addressesHaveEnded(evidence),
    ...proofsAreTrue(evidence),
    ...armedStaysArmed(evidence),
    ...nothingTwice(evidence),
    ...onlyUnderTheClaim(evidence),
    ...noVmIsLost(evidence),
    ...noVmIsStoppedUnasked(evidence),
  ];
}

function oneHostOutOfService({ history }: Evidence): string[] {
  const out = new Map<string, string>();
  const broken: string[] = [];
  let coordinatorStarted = -Infinity;
  for (const { at, host, event, detail } of history) {
    const uuid = host ?? '';
    if (event === 'coordinator-answers') coordinatorStarted = at;
    if (event === 'host-enabled') out.delete(uuid);
    if (event === 'host-down' || event === 'host-lost' || event === 'emergency') out.set(uuid, event);
    if (event !== 'host-disabled') continue;
    const others = [...out].filter(
      ([other, why]) => other !== uuid && !(why === 'coordinator-start' && at - coordinatorStarted < settlingTime),
    );
    if (detail.by === 'call' && others.length > 0)
      broken.push(
        `1: ${uuid} was disabled at ${at} while ${others.map(([other, why]) => `${other} was out (${why})`).join(', ')}`,
      );
    if (!out.has(uuid) || out.get(uuid) === 'coordinator-start')
      out.set(uuid, detail.by === 'call' ? 'call' : 'coordinator-start');
  }
  return broken;
}

function rebootsOfEmptyHosts({ history, plan }: Evidence): string[] {
  const ours = new Set(plan.hosts.map((host) => host.uuid));
  return history.flatMap((entry) => {
    if (entry.event !== 'reboot-called' || !ours.has(entry.host ?? '')) return [];
    const { enabled, guests } = entry.detail;
    return enabled || guests.length > 0
      ? [`2: ${entry.host ?? ''} was rebooted ${enabled ? 'enabled' : `with ${guests.join(', ')}`}`]
      : [];
  });
}

function coordinatorFirst({ plan, history }: Evidence): string[] {
  const first = plan.hosts[0];
  if (first?.coordinator !== true) return [];
  const begun = history.filter(({ event }) => event === 'staged' || event === 'reboot-called').map(({ host }) => host);
  const tooEarly =
    begun.length > 0 && begun[0] !== first.uuid ? [`3: ${begun[0] ?? ''} was begun before the coordinator`] : [];
  const installed = history.findIndex(({ event, host }) => event === 'installed' && host === first.uuid);
  const member = history.findIndex(({ event, host }) => event === 'staged' && host !== first.uuid);
  return member >= 0 && (installed < 0 || member < installed)
    ? [...tooEarly, `3: ${history[member]?.host ?? ''} was staged before the coordinator was installed`]
    : tooEarly;
}

/** Every act that reached the pool has an intent before it, no more acts than intents, and one effect at a time. */
function ledgerIsComplete({ records, history, status, plan }: Evidence): string[] {
  const broken: string[] = [];
  let open: string | undefined;
  for (const { entry, sequence } of records) {
    if (entry.type === 'intent') {
      if (open !== undefined)
        broken.push(`4: ${entry.effect} was begun at record ${sequence} while ${open} had no outcome`);
      open = `${entry.effect} ${entry.key} ${entry.attempt}`;
    }
    if (entry.type === 'acted' || entry.type === 'outcome') {
      const name = `${entry.effect} ${entry.key} ${entry.attempt}`;
      if (open !== name) broken.push(`4: record ${sequence} is about ${name}, but ${open ?? 'nothing'} was open`);
      if (entry.type === 'outcome') open = undefined;
    }
  }
  if (open !== undefined && (status.state === 'done' || status.state === 'aborted'))
    broken.push(`4: ${open} has no outcome`);
  for (const host of plan.hosts) {
    const intents = count(records, 'reboot-host', host.uuid) + count(records, 'restart-host', host.uuid);
    const acts = history.filter(({ event, host: uuid }) => event === 'reboot-called' && uuid === host.uuid).length;
    if (acts > intents) broken.push(`4: ${host.name} was rebooted ${acts} times with ${intents} intents`);
    const formatted = history.filter(
      ({ event, host: uuid }) => event === 'disk-formatted' && uuid === host.uuid,
    ).length;
    const rounds =
      1 +
      records.filter(({ entry }) => entry.type === 'noted' && entry.what === 'round' && entry.key === host.uuid).length;
    if (formatted > rounds)
      broken.push(`4: the disk of ${host.name} was formatted ${formatted} times in ${rounds} rounds`);
  }
  return broken;
}

function changesAreListed({ status, history, plan }: Evidence): string[] {
  if (status.state !== 'done' && status.state !== 'aborted') return [];
  const broken = status.changes
    .filter(({ undo, condition }) => undo !== 'done' && condition === '')
    .map(({ what }) => `5: "${what}" is left without a condition or a command`);
  const listed = (what: string): boolean =>
    status.changes.some((change) => change.what.includes(what) && change.undo !== 'done');
  const last = (on: string, off: string): string | undefined =>
    history.findLast(({ event }) => event === on || event === off)?.event;
  if (last('ha-enabled', 'ha-disabled') === 'ha-disabled' && !listed('high availability'))
    broken.push('5: high availability is off and not listed');
  const wlb = history.findLast(({ event }) => event === 'wlb-set');
  if (wlb?.event === 'wlb-set' && !wlb.detail.enabled && !listed('workload balancing'))
    broken.push('5: workload balancing is off and not listed');
  if (claimIsLeft(history, plan.run) && !listed('claimed')) broken.push('5: the claim is on the pool and not listed');
  return broken;
}

function noSecrets({ records, status, secrets }: Evidence): string[] {
  const text = JSON.stringify(records) + JSON.stringify(status);
  return secrets.filter((secret) => text.includes(secret)).map(() => '7: a secret stands in the journal or the status');
}

/** The last that happened to the key of the claim is that this run wrote it; another's is not this run's to take away. */
function claimIsLeft(history: readonly PoolEvent[], run: string): boolean {
  const last = history.findLast(
    (entry) =>
      (entry.event === 'pool-key-added' || entry.event === 'pool-key-removed') && entry.detail.key === claimKey,
  );
  return last?.event === 'pool-key-added' && readClaim({ [claimKey]: last.detail.value })?.run === run;
}

/** A host that formatted its disk is installed afterwards, unless the pool itself was told to fail. */
function hostsFoundTheirMedia({ history }: Evidence): string[] {
  const scripted = history.some(({ event }) => event === 'fault');
  const lost = history.filter(({ event }) => event === 'host-lost');
  return scripted ? [] : lost.map(({ host, detail }) => `9: ${host ?? ''} was lost: ${JSON.stringify(detail)}`);
}

/** Proven means the versions of the medium after an installation: nothing else may be taken for it. */
function proofsAreTrue({ records, history }: Evidence): string[] {
  return records.flatMap(({ at, entry }) => {
    if (entry.type !== 'noted' || entry.what !== 'proven') return [];
    const installed = history.some(
      (event) => event.event === 'installed' && event.host === entry.key && event.at <= at,
    );
    return installed ? [] : [`3: ${entry.key} was taken for proven and had not been installed`];
  });
}

/** The address of an armed host ends by its proof, or by a person's word about it. */
function armedStaysArmed({ records }: Evidence): string[] {
  const armed = new Set<string>();
  return records.flatMap(({ entry, sequence }) => {
    if (entry.type === 'outcome' && entry.effect === 'arm-grant' && entry.result === 'confirmed') armed.add(entry.key);
    if (entry.type === 'noted' && ['proven', 'round'].includes(entry.what)) armed.delete(entry.key);
    if (entry.type === 'command' && typeof entry.detail['host'] === 'string') armed.delete(entry.detail['host']);
    const revoked = entry.type === 'intent' && entry.effect === 'end-grant' && armed.has(entry.key);
    return revoked ? [`9: record ${sequence} takes the armed address of ${entry.key} away before it is proven`] : [];
  });
}

/** `main` and the reboot happen once for each intent, and no host that went down is rebooted again in the same round. */
function nothingTwice({ records, history, plan }: Evidence): string[] {
  return plan.hosts.flatMap(({ uuid, name }) => {
    const mine = history.filter(({ host }) => host === uuid);
    const staged = mine.filter(({ event }) => event === 'staged').length;
    const intents = count(records, 'stage-host', uuid);
    // A pack may have the host restarted once more, by an effect of its own.
    const rounds =
      1 +
      count(records, 'restart-host', uuid) +
      records.filter(({ entry }) => entry.type === 'noted' && entry.what === 'round' && entry.key === uuid).length;
    const departures = mine.filter(({ event }, index) => event === 'reboot-called' && leaves(mine.slice(index + 1)));
    return [
      ...(staged > intents ? [`4: ${name} was staged ${staged} times with ${intents} intents`] : []),
      ...(departures.length > rounds
        ? [`4: ${name} was sent down ${departures.length} times in ${rounds} rounds`]
        : []),
    ];
  });
}

/** The host goes down before it is told so again. */
function leaves(after: readonly PoolEvent[]): boolean {
  return after.find(({ event }) => event === 'reboot-called' || event === 'host-down')?.event === 'host-down';
}

/** Read anew, not by the controller's reader: JSON with the run, or a bare id as older versions wrote it. */
function claimedRun(text: string): unknown {
  return text.startsWith('{') ? (JSON.parse(text) as { readonly run?: unknown }).run : text;
}

/** Whoever has the claim has the pool. */
function onlyUnderTheClaim({ history, plan }: Evidence): string[] {
  let ours = false;
  return history.flatMap((entry) => {
    if (entry.event === 'pool-key-added' && entry.detail.key === 'drydock_run')
      ours = claimedRun(entry.detail.value) === plan.run;
    if (entry.event === 'pool-key-removed' && entry.detail.key === 'drydock_run') ours = false;
    const acts = entry.event === 'staged' || entry.event === 'reboot-called';
    return acts && !ours ? [`4: ${entry.host ?? ''} was ${entry.event} without the claim`] : [];
  });
}

/**
 * What is left open when nobody is at work any more could install a host that anybody reboots, and keeps `drydock stop` from
 * being taken. An abort never changes an armed address: then it stands among the changes, with the command that ends it.
 */
function addressesHaveEnded({ plan, status, grants = [] }: Evidence): string[] {
  if (status.state !== 'done' && status.state !== 'aborted') return [];
  return grants
    .filter(({ id, state }) => {
      if (state === 'ended') return false;
      const host = plan.hosts.find(({ uuid }) => id.includes(uuid))?.name ?? id;
      const listed = status.changes.some(
        ({ what, undo }) => undo !== 'done' && what.startsWith(`${host} has an address`),
      );
      return !(status.state === 'aborted' && state === 'armed' && listed);
    })
    .map(({ id, state }) => `9: the address ${id} is left ${state}`);
}

/** No controller can keep a host from losing its power; whose guests went down with it must be named all the same. */
function wentWithThePower({ at, host }: PoolEvent, history: readonly PoolEvent[]): boolean {
  return history.some(
    (entry) =>
      entry.event === 'host-down' && entry.detail.why === 'power-loss' && entry.host === host && entry.at === at,
  );
}

/** A pool says of a host without power that it lives, and of its guests that they run, for 600 s (xapi.md 1.10). */
const unnoticed = 600_000 + 60_000;

/** Guests that went with the power of their host so shortly before the run ended that nobody could have named them. */
function goneUnnoticed({ history, records }: Evidence): ReadonlySet<string> {
  const end = records.at(-1)?.at ?? Infinity;
  return new Set(
    history.flatMap((entry) =>
      entry.event === 'guests-lost' && wentWithThePower(entry, history) && end - entry.at < unnoticed
        ? entry.detail.vms
        : [],
    ),
  );
}

function noVmIsLost(evidence: Evidence): string[] {
  const { plan, history, status } = evidence;
  const broken = history
    .filter((entry) => entry.event === 'guests-lost' && !wentWithThePower(entry, history))
    .map(({ host }) => `10: guests went down with ${host ?? ''}`);
  if (status.state !== 'done' && status.state !== 'aborted') return broken;
  const excused = goneUnnoticed(evidence);
  const where = new Map(plan.baseline.vms.map((vm) => [vm.uuid, vm.host]));
  for (const entry of history) {
    if (entry.event === 'vm-moved') where.set(entry.detail.vm, entry.detail.to);
    if (entry.event === 'vm-started') where.set(entry.detail.vm, entry.host);
    if (entry.event === 'vm-stopped') where.set(entry.detail.vm, null);
    if (entry.event === 'guests-lost') for (const vm of entry.detail.vms) where.set(vm, null);
  }
  for (const vm of plan.baseline.vms) {
    if (vm.powerState !== 'Running' || where.get(vm.uuid) === vm.host || excused.has(vm.uuid)) continue;
    if (!status.changes.some(({ what, undo }) => what.includes(vm.name) && undo !== 'done'))
      broken.push(`10: ${vm.name} is not at home and not named`);
  }
  return broken;
}

/** No VM is taken down but by consent that stands in the plan, and hard by one of its own. */
function noVmIsStoppedUnasked({ plan, records }: Evidence): string[] {
  const { vms = [], stopUnmovable = null, suspend = null, hardStop = [] } = plan.guests ?? {};
  return records.flatMap(({ entry }) => {
    if (entry.type !== 'intent' || !['stop-vm', 'hard-stop-vm', 'suspend-vm'].includes(entry.effect)) return [];
    const policy = vms.find(({ vm }) => vm === entry.key)?.policy;
    const consented =
      entry.effect === 'hard-stop-vm'
        ? hardStop.some(({ vm }) => vm === entry.key)
        : entry.effect === 'suspend-vm'
          ? policy === 'suspend' && suspend !== null
          : policy === 'stop' || (stopUnmovable !== null && policy !== 'migrate');
    return consented ? [] : [`10: ${entry.effect} of ${entry.key} without consent`];
  });
}

function count(records: readonly JournalRecord[], effect: string, key: string): number {
  return records.filter(({ entry }) => entry.type === 'intent' && entry.effect === effect && entry.key === key).length;
}

/** Invariant 6, which only the decisions show. */
export function unboundedWaits(
  decisions: readonly { kind: string; for?: string; reason?: string; deadline?: number | null }[],
): string[] {
  return decisions
    .filter((decision) => decision.kind === 'wait')
    .flatMap(({ for: whom, reason, deadline }) => [
      ...(whom === 'machine' && (deadline === null || deadline === undefined || !Number.isFinite(deadline))
        ? [`6: "${reason ?? ''}" has no deadline`]
        : []),
      ...(reason === undefined || reason === '' ? ['6: a wait has no reason'] : []),
    ]);
}

/** How long after its deadline a wait may still be told: the pace of the looks, and one look that was slow. */
const lateness = 3 * 60_000;

/** Invariant 6 again: a deadline that passes without anything being decided is none. */
export function lateWait(
  decision: { kind: string; for?: string; reason?: string; deadline?: number | null },
  now: number,
): string[] {
  if (decision.kind !== 'wait' || decision.for !== 'machine' || typeof decision.deadline !== 'number') return [];
  const late = now - decision.deadline;
  return late > lateness
    ? [`6: "${decision.reason ?? ''}" goes on ${Math.round(late / 1000)} s after its deadline`]
    : [];
}
