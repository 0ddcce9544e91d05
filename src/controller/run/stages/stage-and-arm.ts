/**
 * An empty host is staged under an address of its own, the address closed, the medium verified, the address armed, the host
 * rebooted: Automatic mode.
 */
import type { HostFacts } from '../../facts/pool-facts.js';
import type { PlannedHost } from '../../planning/plan.js';
import { waitForMachine, type Decision, type TurnInput } from '../decision.js';
import { grantId, grantOf } from '../host-grant.js';
import { lastAttempt, wasConfirmed, type Ledger } from '../ledger.js';
import { mainIsRepeatable } from '../main-is-repeatable.js';
import { begin, refusalPatience, stop } from '../turn-context.js';
import { mustStageAgain, proveStaged } from './inside-host.js';
import { endOlderAddress } from './older-address.js';

export function stageAndArm(input: TurnInput, host: PlannedHost, facts: HostFacts): Decision {
  const { ledger, plan } = input;
  const grant = grantId(ledger, host.uuid);
  const base = { name: host.name, grant, epoch: ledger.epoch };
  const request = (
    effect:
      'open-staging-grant' | 'test-url' | 'stage-host' | 'close-grant' | 'verify-media' | 'recheck-disks' | 'arm-grant',
    detail: object,
  ): Decision => begin(input, { effect, key: host.uuid, detail: { ...base, ...detail } }, host.uuid, 'staging-failed');
  const again = mainIsRepeatable(host) && mustStageAgain(ledger, host);
  if (again || !wasConfirmed(ledger, 'stage-host', host.uuid)) {
    const older = endOlderAddress(input, host, 'it came back with its old version and is begun anew');
    if (older !== undefined) return older;
    if (grantOf(input, host.uuid)?.state !== 'staging') {
      return request('open-staging-grant', { pool: plan.pool.uuid, run: plan.run, media: plan.medium.id });
    }
    if (!wasConfirmed(ledger, 'test-url', host.uuid)) return request('test-url', {});
    return request('stage-host', { mainIsRepeatable: mainIsRepeatable(host) });
  }
  const state = grantOf(input, host.uuid)?.state;
  if (state === 'staging') return request('close-grant', {});
  if (state !== 'armed') {
    const proof = proveStaged(input, host);
    if (proof !== undefined) return proof;
    if (!doneSinceStart(ledger, 'verify-media', host)) return request('verify-media', { media: plan.medium.id });
    const storage = host.emptyStorage ?? [];
    if (storage.length > 0 && !doneSinceStart(ledger, 'recheck-disks', host))
      return request('recheck-disks', { storage });
    return request('arm-grant', {});
  }
  return reboot(input, host, facts);
}

/** Since the run was last set going: after a pause of a night bytes and disks are looked at again. */
function doneSinceStart(ledger: Ledger, effect: 'verify-media' | 'recheck-disks', host: PlannedHost): boolean {
  const outcome = lastAttempt(ledger, effect, host.uuid)?.outcome;
  return outcome?.result === 'confirmed' && outcome.sequence > ledger.stateSequence;
}

function reboot(input: TurnInput, host: PlannedHost, facts: HostFacts): Decision {
  const { bootTime, agentStartTime, serverTime } = facts;
  if (bootTime === null || agentStartTime === null || serverTime === null) {
    const deadline = input.ledger.lastRecordAt + refusalPatience;
    if (input.now >= deadline)
      return stop(`${host.name} does not tell its boot time or its clock`, host.uuid, 'never-left');
    return waitForMachine(`${host.name} does not tell its boot time or its clock`, deadline, host.uuid);
  }
  const detail = {
    name: host.name,
    grant: grantId(input.ledger, host.uuid),
    isCoordinator: host.coordinator,
    mainIsRepeatable: mainIsRepeatable(host),
    bootTime,
    agentStartTime,
    serverTime,
  };
  // A call that the pool refused has told no host to go down.
  const wasRefused = lastAttempt(input.ledger, 'reboot-host', host.uuid)?.actedAt === null;
  const failure = wasRefused ? 'reboot-refused' : 'never-left';
  return begin(input, { effect: 'reboot-host', key: host.uuid, detail }, host.uuid, failure);
}
