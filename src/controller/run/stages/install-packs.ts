/**
 * The packs of the plan, on a host that is proven and has its storage: their images are sent once for the pool, each is installed,
 * and then what they ask for is done, a restart of the host or of its toolstack. Whether a host has a pack is asked of the pool.
 */
import type { HostFailure } from '../../../contract/run-status.js';
import type { EffectName } from '../../effects/effect.js';
import { hasPack, packKnown } from '../../effects/pack-of.js';
import { guestsOn, hostByUuid, type PoolFacts } from '../../facts/pool-facts.js';
import type { PlannedPack } from '../../packs/planned-pack.js';
import type { PlannedHost } from '../../planning/plan.js';
import { waitForMachine, type Decision, type TurnInput } from '../decision.js';
import { lastAttempt, type Ledger } from '../ledger.js';
import { begin, refusalPatience, stop, viewOf } from '../turn-context.js';

const failure: HostFailure = 'pack-failed';

/** undefined when the host has all packs, and what they ask for is done. An aborted run installs no more. */
export function installPacks(input: TurnInput, host: PlannedHost, pool: PoolFacts): Decision | undefined {
  const { packs = [] } = input.plan;
  if (packs.length === 0 || input.ledger.state === 'undoing') return undefined;
  if (input.packs === undefined) return waitFor(input, host, 'what the pool knows of packs cannot be read');
  const missing = packs.find((pack) => !hasPack(viewOf(input), pack.uuid, host.uuid));
  return missing === undefined ? restart(input, host, pool) : install(input, host, missing);
}

/** When the host was last started for its packs; null when it was not. */
export function restartedAt(ledger: Ledger, host: string): number | null {
  const outcome = lastAttempt(ledger, 'restart-host', host)?.outcome;
  return outcome?.result === 'confirmed' ? outcome.at : null;
}

function install(input: TurnInput, host: PlannedHost, pack: PlannedPack): Decision {
  const { id, uuid, name, sr, srName } = pack;
  if (packKnown(viewOf(input), uuid)?.stored !== true) {
    const detail = { packName: name, media: id, sr, srName };
    return begin(input, { effect: 'upload-pack', key: uuid, detail }, host.uuid, failure);
  }
  const detail = { name: host.name, pack: uuid, packName: name };
  return begin(input, { effect: 'apply-pack', key: host.uuid, detail }, host.uuid, failure);
}

function restart(input: TurnInput, host: PlannedHost, pool: PoolFacts): Decision | undefined {
  const facts = hostByUuid(pool, host.uuid);
  if (facts === undefined) return waitFor(input, host, `the pool does not know ${host.name} any more`);
  const { bootTime, agentStartTime, serverTime } = facts;
  const detail = { name: host.name };
  if (wants(input, host, 'restartHost', 'restart-host')) {
    if (facts.enabled) return begin(input, { effect: 'disable-host', key: host.uuid, detail }, host.uuid, failure);
    const guests = guestsOn(pool, host.uuid).map(({ uuid }) => uuid);
    if (guests.length > 0)
      return begin(
        input,
        { effect: 'evacuate-host', key: host.uuid, detail: { ...detail, guests } },
        host.uuid,
        failure,
      );
    if (bootTime === null || agentStartTime === null || serverTime === null)
      return waitFor(input, host, `${host.name} does not tell its boot time or its clock`);
    const before = { ...detail, bootTime, agentStartTime, serverTime };
    return begin(input, { effect: 'restart-host', key: host.uuid, detail: before }, host.uuid, failure);
  }
  if (!wants(input, host, 'restartXAPI', 'restart-toolstack')) return undefined;
  if (agentStartTime === null) return waitFor(input, host, `${host.name} does not tell when its toolstack started`);
  const before = { ...detail, agentStartTime };
  return begin(input, { effect: 'restart-toolstack', key: host.uuid, detail: before }, host.uuid, failure);
}

/** Whether a pack was installed that asks for it, and neither it nor more has been done since. */
function wants(input: TurnInput, host: PlannedHost, guidance: string, effect: EffectName): boolean {
  const asking = new Set(
    (input.plan.packs ?? []).filter((pack) => pack.guidance.includes(guidance)).map(({ uuid }) => uuid),
  );
  const installed = sequences(input.ledger, 'apply-pack', host, ({ pack }) => asking.has(String(pack)));
  const done = [...sequences(input.ledger, effect, host), ...sequences(input.ledger, 'restart-host', host)];
  return Math.max(0, ...installed) > Math.max(0, ...done);
}

/** Of the outcomes that were confirmed. */
function sequences(
  { attempts }: Ledger,
  effect: EffectName,
  host: PlannedHost,
  meant: (detail: Readonly<Record<string, unknown>>) => boolean = () => true,
): readonly number[] {
  return attempts
    .filter(({ request }) => request.effect === effect && request.key === host.uuid && meant(request.detail))
    .flatMap(({ outcome }) => (outcome?.result === 'confirmed' ? [outcome.sequence] : []));
}

function waitFor(input: TurnInput, host: PlannedHost, reason: string): Decision {
  const deadline = input.ledger.lastRecordAt + refusalPatience;
  if (input.now >= deadline) return stop(`${host.name}: ${reason}`, host.uuid, failure);
  return waitForMachine(`${host.name}: ${reason}`, deadline, host.uuid);
}
