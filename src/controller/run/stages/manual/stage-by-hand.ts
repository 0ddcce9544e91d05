/**
 * An empty host that a person is to upgrade at its console: it gets an address of its own like every other, which is armed only
 * now, and is then handed over. No plugin is asked and no boot entry is written: what the machine boots is the person's.
 */
import type { HostFacts, PoolFacts } from '../../../facts/pool-facts.js';
import type { PlannedHost } from '../../../planning/plan.js';
import { waitForMachine, type Decision, type TurnInput } from '../../decision.js';
import { grantId, grantOf } from '../../host-grant.js';
import { lastAttempt } from '../../ledger.js';
import { begin, refusalPatience, stop } from '../../turn-context.js';
import { endOlderAddress } from '../older-address.js';
import { handOver } from './hand-over.js';

export function stageByHand(input: TurnInput, host: PlannedHost, facts: HostFacts, pool: PoolFacts): Decision {
  const { ledger, plan } = input;
  const base = { name: host.name, grant: grantId(ledger, host.uuid), epoch: ledger.epoch };
  const request = (
    effect: 'open-staging-grant' | 'close-grant' | 'verify-media' | 'recheck-disks' | 'arm-grant',
    detail: object,
  ): Decision => begin(input, { effect, key: host.uuid, detail: { ...base, ...detail } }, host.uuid, 'staging-failed');
  const older = endOlderAddress(input, host, 'it came back with its old version and is begun anew');
  if (older !== undefined) return older;
  const state = grantOf(input, host.uuid)?.state;
  if (state === undefined)
    return request('open-staging-grant', { pool: plan.pool.uuid, run: plan.run, media: plan.medium.id });
  if (state === 'staging') return request('close-grant', {});
  if (state === 'closed') {
    if (!doneSinceStart(input, 'verify-media', host)) return request('verify-media', { media: plan.medium.id });
    const storage = host.emptyStorage ?? [];
    if (storage.length > 0 && !doneSinceStart(input, 'recheck-disks', host))
      return request('recheck-disks', { storage });
    return request('arm-grant', {});
  }
  if (state !== 'armed') return stop(`the address of ${host.name} is ${state}`, host.uuid, 'staging-failed');
  const { bootTime, agentStartTime, serverTime } = facts;
  if (bootTime === null || agentStartTime === null || serverTime === null) {
    const deadline = ledger.lastRecordAt + refusalPatience;
    const text = `${host.name} does not tell its boot time or its clock`;
    return input.now >= deadline ? stop(text, host.uuid, 'unexpected') : waitForMachine(text, deadline, host.uuid);
  }
  return handOver(input, host, { bootTime, agentStartTime, serverTime }, pool);
}

function doneSinceStart(input: TurnInput, effect: 'verify-media' | 'recheck-disks', host: PlannedHost): boolean {
  const outcome = lastAttempt(input.ledger, effect, host.uuid)?.outcome;
  return outcome?.result === 'confirmed' && outcome.sequence > input.ledger.stateSequence;
}
