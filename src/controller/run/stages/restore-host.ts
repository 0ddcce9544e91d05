/** After the proof: the address ends, storage is plugged, the host is in service, assessed, and watched for a while. */
import { sameHost, showsAnotherCertificate } from '../../assessments/same-host.js';
import { blocks } from '../../assessments/finding.js';
import { minutes } from '../../effects/effect.js';
import { hostByUuid, type PoolFacts } from '../../facts/pool-facts.js';
import type { PlannedHost } from '../../planning/plan.js';
import { waitForMachine, type Decision, type TurnInput } from '../decision.js';
import { grantId, grantOf } from '../host-grant.js';
import { note } from '../ledger.js';
import { isLeftToNewOwner } from './failed-address.js';
import { begin, poolOf, refusalPatience, stop, waitForPool } from '../turn-context.js';
import { bringBackGuests } from './bring-back-guests.js';
import { installPacks, restartedAt } from './install-packs.js';
import { asksFirst, findingsAfter, reasonsOf, toldOf } from './gate.js';
import { isWatched, soak } from './soak.js';
import { keepInstallerLog } from './inside-host.js';

/** A host plugs its storage and enables itself within minutes of its boot (xapi.md 6.4); only then is it helped. */
const byItself = 3 * minutes;

export function restoreHost(input: TurnInput, host: PlannedHost): Decision {
  const pool = poolOf(input);
  const proven = note(input.ledger, 'proven', host.uuid)?.at ?? input.now;
  // Packs may have had it restart once more.
  const provenAt = Math.max(proven, restartedAt(input.ledger, host.uuid) ?? proven);
  if (pool === undefined) return waitForPool(input, host.uuid);
  // While it is watched nobody helps it: what does not stay well by itself is what is watched for.
  if (isWatched(input, host)) return identity(input, host, pool) ?? watch(input, host, pool, provenAt);
  return (
    identity(input, host, pool) ??
    endAddress(input, host) ??
    plug(input, host, pool, provenAt) ??
    installPacks(input, host, pool) ??
    enable(input, host, pool, provenAt) ??
    keepInstallerLog(input, host) ??
    watch(input, host, pool, provenAt)
  );
}

/** Before anything is done to it: what shows another certificate may be another machine, and that does not pass by itself. */
function identity(input: TurnInput, host: PlannedHost, pool: PoolFacts): Decision | undefined {
  const facts = hostByUuid(pool, host.uuid);
  if (facts === undefined || !showsAnotherCertificate(host, facts)) return undefined;
  const blocking = findingsAfter(input, host, pool).filter((finding) => finding.id === sameHost.id && blocks(finding));
  if (blocking.length === 0) return undefined;
  const reasons = blocking.map(({ reason }) => reason).join('; ');
  return stop(reasons, host.uuid, 'returned-as-another', [sameHost.id]);
}

export function endAddress(input: TurnInput, host: PlannedHost): Decision | undefined {
  const grant = grantOf(input, host.uuid);
  if (grant === undefined || grant.state === 'ended' || isLeftToNewOwner(input, host)) return undefined;
  const detail = {
    name: host.name,
    grant: grantId(input.ledger, host.uuid),
    epoch: input.ledger.epoch,
    reason: 'proven',
  };
  return begin(input, { effect: 'end-grant', key: host.uuid, detail }, host.uuid);
}

function plug(input: TurnInput, host: PlannedHost, pool: PoolFacts, provenAt: number): Decision | undefined {
  const wanted = new Set(host.pbds.filter((pbd) => pbd.attached).map((pbd) => pbd.uuid));
  const missing = pool.pbds.filter((pbd) => wanted.has(pbd.uuid) && !pbd.attached).map((pbd) => pbd.uuid);
  if (missing.length === 0) return undefined;
  const deadline = provenAt + byItself;
  if (input.now < deadline) return waitForMachine(`${host.name} is plugging its storage`, deadline, host.uuid);
  const detail = { name: host.name, pbds: missing };
  return begin(input, { effect: 'plug-storage', key: host.uuid, detail }, host.uuid, 'returned-degraded');
}

function enable(input: TurnInput, host: PlannedHost, pool: PoolFacts, provenAt: number): Decision | undefined {
  const facts = hostByUuid(pool, host.uuid);
  if (facts === undefined)
    return stop(`the pool does not know ${host.name} any more`, host.uuid, 'returned-as-another');
  if (facts.enabled) return undefined;
  const deadline = provenAt + byItself;
  if (input.now < deadline)
    return waitForMachine(`${host.name} is putting itself back into service`, deadline, host.uuid);
  return begin(
    input,
    { effect: 'enable-host', key: host.uuid, detail: { name: host.name } },
    host.uuid,
    'returned-degraded',
  );
}

/** Assessed once, with everything that is compared with before; then watched for as long as the plan says. */
function watch(input: TurnInput, host: PlannedHost, pool: PoolFacts, provenAt: number): Decision {
  const assessed = note(input.ledger, 'assessed', host.uuid);
  const ask = asksFirst(input, host, provenAt, assessed !== undefined);
  if (ask !== undefined) return ask;
  const findings = findingsAfter(input, host, pool);
  const blocking = reasonsOf(findings);
  if (assessed !== undefined && input.plan.soak > 0) return soak(input, host, pool, blocking);
  if (blocking.checks.length > 0) return away(input, host, blocking.text, blocking.checks);
  if (assessed !== undefined)
    return bringBackGuests(input, host, pool) ?? { kind: 'note', what: 'host-done', key: host.uuid, detail: {} };
  const detail = { findings: findings.length, told: toldOf(findings) };
  return { kind: 'note', what: 'assessed', key: host.uuid, detail };
}

/** Waits for something to become right by itself, but not for ever. */
function away(input: TurnInput, host: PlannedHost, reason: string, checks: readonly string[] = []): Decision {
  const deadline = input.ledger.lastRecordAt + refusalPatience;
  if (input.now >= deadline) return stop(`${host.name}: ${reason}`, host.uuid, 'returned-degraded', checks);
  return waitForMachine(`${host.name}: ${reason}`, deadline, host.uuid);
}
