/**
 * Storage that is detached on one host makes guests "not evacuable" although other hosts are fine (xapi.md 1.4); storage
 * that was there before an upgrade and is not after it is a host that came back degraded.
 */
import type { HostFacts, PoolFacts } from '../facts/pool-facts.js';
import type { BaselinePbd } from '../planning/baseline.js';
import type { Assessment, AssessmentInput } from './assessment.js';
import { baselineIn, hostsInView, hostSubject, observed, pass } from './observe.js';
import type { Observed } from './finding.js';

export const storagePlugged: Assessment = {
  id: 'storage-plugged',
  title: 'Storage is attached on every host',
  phases: ['before-run', 'before-host', 'after-host', 'after-run'],
  holdsIn: ['uniform', 'mixed'],
  severities: ['pass', 'warning', 'failure', 'unknown'],
  remedy:
    'Let Drydock attach it, or do so with `xe pbd-plug`; if that fails, look at the storage and at the host’s way to it.',
  source: 'xencenter-rpu.md 2.1, row 16',
  assess: (input) => hostsInView(input).flatMap((host) => orPass(host, problemsOf(host, input))),
};

function problemsOf(host: HostFacts, input: AssessmentInput): readonly Observed[] {
  if (input.phase === 'before-run' || input.phase === 'before-host') return detachedNow(host, input.pool);
  const baseline = baselineIn(input);
  if (baseline !== undefined) {
    const before = baseline.pbds.filter((pbd) => pbd.host === host.uuid && pbd.attached);
    return before.flatMap((pbd) => lostSince(host, pbd, input.pool));
  }
  return [
    observed('unknown', hostSubject(host), {
      reason: 'It is not known which storage was attached before the run.',
      remedy: 'Compare by hand with "xe pbd-list".',
      acceptable: true,
    }),
  ];
}

function detachedNow(host: HostFacts, pool: PoolFacts): readonly Observed[] {
  return pool.srs.flatMap((sr) => {
    const pbd = pool.pbds.find((candidate) => candidate.sr === sr.uuid && candidate.host === host.uuid);
    if (pbd?.attached === true || (pbd === undefined && !sr.shared)) return [];
    // A library of ISO images matters only when one is in a guest's drive, and then the guest is not evacuable.
    const matters = sr.shared && sr.type !== 'iso';
    return [
      observed(matters ? 'failure' : 'warning', hostSubject(host), {
        reason: `The ${sr.shared ? 'shared' : 'local'} storage "${sr.name}" is ${pbd === undefined ? 'not connected to' : 'detached on'} ${host.name}.`,
        remedy:
          pbd === undefined
            ? `Repair the storage so that ${host.name} has a connection to it as the other hosts have.`
            : `Let Drydock attach it, or run "xe pbd-plug uuid=${pbd.uuid}".`,
        ...(pbd === undefined
          ? {}
          : { fix: { effect: 'attach-storage' as const, key: pbd.uuid, detail: { host: host.name, name: sr.name } } }),
        acceptable: true,
      }),
    ];
  });
}

function lostSince(host: HostFacts, before: BaselinePbd, pool: PoolFacts): readonly Observed[] {
  const now = pool.pbds.find((pbd) => pbd.uuid === before.uuid);
  if (now?.attached === true) return [];
  return [
    observed('failure', hostSubject(host), {
      reason: `The storage "${before.srName}" was attached on ${host.name} before the run and is ${now === undefined ? 'gone' : 'detached'}.`,
      remedy:
        now === undefined
          ? `Look whether the storage "${before.srName}" (${before.sr}) still exists; its connection (${before.uuid}) has been removed.`
          : `Run "xe pbd-plug uuid=${before.uuid}"; the error it gives tells more.`,
      acceptable: true,
    }),
  ];
}

function orPass(host: HostFacts, problems: readonly Observed[]): readonly Observed[] {
  return problems.length > 0 ? problems : [pass(hostSubject(host), 'Nothing is missing.')];
}
