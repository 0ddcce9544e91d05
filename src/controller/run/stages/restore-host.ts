/** After the proof: the address ends, storage is plugged, the host is in service, assessed, and watched for a while. */
import { assess } from '../../assessments/assess.js';
import { sameHost, showsAnotherCertificate } from '../../assessments/same-host.js';
import { blocks, type Finding } from '../../assessments/finding.js';
import { minutes } from '../../effects/effect.js';
import { hostByUuid, type PoolFacts } from '../../facts/pool-facts.js';
import type { PlannedHost } from '../../planning/plan.js';
import { waitForMachine, type Decision, type TurnInput } from '../decision.js';
import { grantId, grantOf } from '../host-grant.js';
import { note } from '../ledger.js';
import { begin, poolOf, refusalPatience, stop } from '../turn-context.js';
import { keepInstallerLog } from './inside-host.js';

/** A host plugs its storage and enables itself within minutes of its boot (xapi.md 6.4); only then is it helped. */
const byItself = 3 * minutes;

/** How old a look at the network interfaces may be while a host is watched. */
const pifsAge = 1 * minutes;

export function restoreHost(input: TurnInput, host: PlannedHost): Decision {
  const pool = poolOf(input);
  const provenAt = note(input.ledger, 'proven', host.uuid)?.at ?? input.now;
  if (pool === undefined) return away(input, host, 'the pool cannot be read');
  return (
    identity(input, host, pool) ??
    endAddress(input, host) ??
    plug(input, host, pool, provenAt) ??
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

function endAddress(input: TurnInput, host: PlannedHost): Decision | undefined {
  const grant = grantOf(input, host.uuid);
  if (grant === undefined || grant.state === 'ended') return undefined;
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

function watch(input: TurnInput, host: PlannedHost, pool: PoolFacts, provenAt: number): Decision {
  const asksPifs = input.plan.baseline.pifs !== undefined;
  const { pifs, now } = input;
  if (asksPifs && (pifs === undefined || pifs.at < provenAt || now - pifs.at > pifsAge)) return { kind: 'ask-pifs' };
  const findings = findingsAfter(input, host, pool);
  const blocking = findings.filter(blocks);
  if (blocking.length > 0) {
    const reasons = blocking.map((finding) => `${finding.subject.name}: ${finding.reason}`).join('; ');
    const checks = blocking.map(({ id }) => id);
    return away(input, host, reasons, checks);
  }
  const assessed = note(input.ledger, 'assessed', host.uuid);
  if (assessed === undefined)
    return { kind: 'note', what: 'assessed', key: host.uuid, detail: { findings: findings.length } };
  const end = assessed.at + input.plan.soak;
  if (input.now < end)
    return waitForMachine(`watching ${host.name} before the next host`, end + refusalPatience, host.uuid);
  return { kind: 'note', what: 'host-done', key: host.uuid, detail: {} };
}

function findingsAfter(input: TurnInput, host: PlannedHost, pool: PoolFacts): readonly Finding[] {
  return assess({
    phase: 'after-host',
    pool,
    medium: input.plan.medium,
    host: host.uuid,
    plan: input.plan,
    hosts: [host.uuid],
    baseline: input.plan.baseline,
    evacuation: new Map(),
    reachability: new Map(),
    ...(input.pifs === undefined ? {} : { pifs: input.pifs.answer }),
    run: input.plan.run,
  });
}

/** Waits for something to become right by itself, but not for ever. */
function away(input: TurnInput, host: PlannedHost, reason: string, checks: readonly string[] = []): Decision {
  const deadline = input.ledger.lastRecordAt + refusalPatience;
  if (input.now >= deadline) return stop(`${host.name}: ${reason}`, host.uuid, 'returned-degraded', checks);
  return waitForMachine(`${host.name}: ${reason}`, deadline, host.uuid);
}
