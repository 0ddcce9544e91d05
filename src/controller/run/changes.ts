/** Every change a run has made to a pool, and what becomes of it: undone, pending with its condition, or by hand with the command. */
import type { Grant } from '../../contract/grants.js';
import type { ChangeStatus } from '../../contract/run-status.js';
import { claimKey } from '../ownership/claim.js';
import { fixes } from '../effects/fixes.js';
import type { Plan, PlannedHost } from '../planning/plan.js';
import { lostTo } from './claim-history.js';
import { xe } from '../report/xe-commands.js';
import { detailText } from '../effects/request-detail.js';
import { lastBringingBack, lastTakingDown } from './guests-taken-down.js';
import { undoKey } from './undo-key.js';
import { removeByHand } from '../shell/remove-staged.js';
import { everConfirmed, lastAttempt, ledgerOfRound, note, noteText, wasConfirmed, type Ledger } from './ledger.js';
import { wasFenced } from './stages/failed-address.js';

export function changesOf(plan: Plan, ledger: Ledger, grants: readonly Grant[]): ChangeStatus[] {
  return [
    ...claim(plan, ledger),
    ...balancing(plan, ledger),
    ...availability(plan, ledger),
    ...fixed(plan, ledger),
    ...plan.hosts.flatMap((host) => service(ledger, host)),
    ...plan.hosts.flatMap((host) => address(ledger, host, grants)),
    ...packImages(plan, ledger),
    ...plan.hosts.flatMap((host) => stagedInstaller(ledger, host)),
    ...guests(plan, ledger),
    ...takenDown(ledger),
  ];
}

function claim(plan: Plan, ledger: Ledger): ChangeStatus[] {
  const key = plan.pool.uuid;
  if (!everConfirmed(ledger, 'claim-pool', key)) return [];
  const undone = wasConfirmed(ledger, 'release-claim', key);
  const holder = lostTo(ledger, key);
  if (holder !== undefined) {
    const who = holder === '' ? 'somebody removed the claim' : `${holder} has it now`;
    return [{ what: `the pool was claimed for this run; ${who}`, undo: 'done', condition: '' }];
  }
  const command = `xe pool-param-remove uuid=${key} param-name=other-config param-key=${claimKey}`;
  return [
    {
      what: 'the pool is claimed for this run',
      undo: undone ? 'done' : stillRuns(ledger),
      condition: undone ? '' : command,
    },
  ];
}

function balancing(plan: Plan, ledger: Ledger): ChangeStatus[] {
  const key = plan.pool.uuid;
  if (!everConfirmed(ledger, 'disable-wlb', key)) return [];
  const undone = wasConfirmed(ledger, 'restore-wlb', key);
  const command = `xe pool-param-set uuid=${key} wlb-enabled=true`;
  return [
    { what: 'workload balancing is off', undo: undone ? 'done' : stillRuns(ledger), condition: undone ? '' : command },
  ];
}

function availability(plan: Plan, ledger: Ledger): ChangeStatus[] {
  const key = plan.pool.uuid;
  const change = plan.changes.find((candidate) => candidate.effect === 'disable-ha');
  if (change?.effect !== 'disable-ha' || !everConfirmed(ledger, 'disable-ha', key)) return [];
  const what = 'high availability is off';
  if (wasConfirmed(ledger, 'restore-ha', key)) {
    const complete = note(ledger, 'pending-undo', 'restore-ha-failures') === undefined;
    const command = `xe pool-param-set uuid=${key} ha-host-failures-to-tolerate=${change.failuresToTolerate}`;
    return [{ what, undo: complete ? 'done' : 'by-hand', condition: complete ? '' : command }];
  }
  const command = `xe pool-ha-enable heartbeat-sr-uuids=${change.heartbeatSrs.join(',')}`;
  const condition = noteText(note(ledger, 'pending-undo', 'restore-ha'), 'condition') || 'the end of the run';
  return [
    {
      what,
      undo: 'pending',
      condition: `${condition}; then: ${command}`,
    },
  ];
}

/** What was put right for the run, besides HA and WLB; what stays for good is no change that waits for an undo. */
function fixed(plan: Plan, ledger: Ledger): ChangeStatus[] {
  return plan.changes.flatMap((change): ChangeStatus[] => {
    if (!('key' in change) || !everConfirmed(ledger, change.effect, change.key)) return [];
    const kind = fixes[change.effect];
    const what = kind.what(change.detail);
    if (kind.undo === null) return [{ what: `${what} (${kind.stays})`, undo: 'done', condition: '' }];
    if (wasConfirmed(ledger, kind.undo, change.key)) return [{ what, undo: 'done', condition: '' }];
    const command = kind.byHand(change.key, change.detail);
    const failure = noteText(note(ledger, 'pending-undo', undoKey(kind.undo, change.key)), 'condition');
    return [
      {
        what,
        undo: failure === '' ? stillRuns(ledger) : 'by-hand',
        condition: failure === '' ? command : `${command} (${failure})`,
      },
    ];
  });
}

function service(ledger: Ledger, host: PlannedHost): ChangeStatus[] {
  if (!everConfirmed(ledger, 'disable-host', host.uuid)) return [];
  // A host that reboots comes back in service by itself; "assessed" is the proof that it did.
  const back = note(ledger, 'assessed', host.uuid) !== undefined || wasConfirmed(ledger, 'enable-host', host.uuid);
  return [
    {
      what: `${host.name} is out of service`,
      undo: back ? 'done' : stillRuns(ledger),
      condition: back ? '' : `xe host-enable uuid=${host.uuid}`,
    },
  ];
}

function address(ledger: Ledger, host: PlannedHost, grants: readonly Grant[]): ChangeStatus[] {
  if (!everConfirmed(ledger, 'open-staging-grant', host.uuid)) return [];
  const ended = hasEnded(ledger, host.uuid);
  const armed = grants.some((grant) => grant.host.uuid === host.uuid && grant.state === 'armed');
  const fenced = wasFenced(ledger, lastAttempt(ledger, 'end-grant', host.uuid));
  const condition = fenced
    ? 'a newer controller has taken the pool over at the media server, and ends it'
    : armed
      ? `the host is proven, or: drydock upgrade give-up ${ledger.run} --host ${host.name}`
      : `drydock upgrade abort ${ledger.run}`;
  return [
    {
      what: `${host.name} has an address on the media server`,
      undo: ended ? 'done' : stillRuns(ledger),
      condition: ended ? '' : condition,
    },
  ];
}

/** The address that was opened last; those of earlier rounds are ended before a new one is opened. */
function hasEnded(ledger: Ledger, host: string): boolean {
  const opened = lastAttempt(ledger, 'open-staging-grant', host)?.request.detail['grant'];
  return ledger.attempts.some(
    ({ request, outcome }) =>
      request.effect === 'end-grant' && request.detail['grant'] === opened && outcome?.result === 'confirmed',
  );
}

/** What an upload that broke off has left is a change as well. */
function packImages(plan: Plan, ledger: Ledger): ChangeStatus[] {
  return (plan.packs ?? []).flatMap(({ uuid, name, srName }): ChangeStatus[] => {
    if (lastAttempt(ledger, 'upload-pack', uuid) === undefined) return [];
    const what = `the image of the pack ${name} lies on the storage "${srName}"`;
    if (wasConfirmed(ledger, 'clean-pack', uuid)) return [{ what, undo: 'done', condition: '' }];
    const failure = noteText(note(ledger, 'pending-undo', undoKey('clean-pack', uuid)), 'condition');
    const command = `xe update-pool-clean uuid=${uuid}`;
    return [
      {
        what,
        undo: failure === '' ? stillRuns(ledger) : 'by-hand',
        condition: failure === '' ? command : `${command} (${failure})`,
      },
    ];
  });
}

/** A host that was staged and has not been rebooted since boots into the installer next, whoever reboots it. */
function stagedInstaller(whole: Ledger, host: PlannedHost): ChangeStatus[] {
  const ledger = ledgerOfRound(whole, host.uuid);
  if (!everConfirmed(ledger, 'stage-host', host.uuid) || wasConfirmed(ledger, 'reboot-host', host.uuid)) return [];
  if (note(ledger, 'returned', host.uuid) !== undefined) return [];
  const what = `the installer is staged on ${host.name}`;
  if (wasConfirmed(ledger, 'remove-staged-entry', host.uuid)) return [{ what, undo: 'done', condition: '' }];
  const failure = lastAttempt(ledger, 'remove-staged-entry', host.uuid)?.outcome?.reason;
  const why = failure === undefined ? 'or leave it: a reboot finds no media, and comes back' : failure;
  return [{ what, undo: stillRuns(whole), condition: `on ${host.name}: ${removeByHand()} (${why})` }];
}

/** How a person brings a VM back that somebody or something has stopped. */
const restarts: Readonly<Record<string, string>> = { Halted: 'vm-start', Suspended: 'vm-resume', Paused: 'vm-unpause' };

function guests(plan: Plan, ledger: Ledger): ChangeStatus[] {
  return plan.baseline.vms.flatMap((vm): ChangeStatus[] => {
    const left = note(ledger, 'left-away', vm.uuid);
    if (left !== undefined) {
      const reason = noteText(left, 'reason');
      const found = noteText(left, 'found');
      if (found !== '' && found !== 'Running') {
        const verb = restarts[found];
        const command = verb === undefined ? reason : `xe ${verb} uuid=${vm.uuid} (${reason})`;
        return [{ what: `${vm.name} ran before the run and does not now`, undo: 'by-hand', condition: command }];
      }
      const command = `xe vm-migrate uuid=${vm.uuid} host-uuid=${vm.host ?? ''} live=true`;
      return [{ what: `${vm.name} runs away from its home`, undo: 'by-hand', condition: `${command} (${reason})` }];
    }
    if (!wasConfirmed(ledger, 'move-vm-home', vm.uuid)) return [];
    return [{ what: `${vm.name} was moved`, undo: 'done', condition: '' }];
  });
}

/** While a run can still go on, the run itself undoes it; afterwards only a person can. */
function stillRuns(ledger: Ledger): 'pending' | 'by-hand' {
  return ledger.state === 'done' || ledger.state === 'aborted' ? 'by-hand' : 'pending';
}

const goneDown: Readonly<Record<string, string>> = {
  'stop-vm': 'shut down',
  'hard-stop-vm': 'switched off',
  'suspend-vm': 'suspended',
};

/** Guests that the run has shut down or suspended; one that is named as left away is named once. */
function takenDown(ledger: Ledger): ChangeStatus[] {
  const vms = new Set(ledger.attempts.map(({ request }) => request.key));
  return [...vms].flatMap((vm): ChangeStatus[] => {
    const taken = lastTakingDown(ledger, vm);
    if (taken === undefined || note(ledger, 'left-away', vm) !== undefined) return [];
    const { effect } = taken.request;
    const host = detailText(taken.request, 'hostName');
    const what = `${detailText(taken.request, 'name')} was ${goneDown[effect] ?? 'taken down'} for the turn of ${host}`;
    const back = lastBringingBack(ledger, vm);
    const runs = back !== undefined && back.sequence > taken.sequence && back.outcome?.result === 'confirmed';
    if (runs) return [{ what, undo: 'done', condition: '' }];
    const command = effect === 'suspend-vm' ? xe.resumeOn(vm, host) : xe.startOn(vm, host);
    const failure = noteText(note(ledger, 'not-started', vm), 'reason');
    const condition = failure === '' ? command : `${command} (${failure})`;
    return [{ what, undo: stillRuns(ledger), condition }];
  });
}
