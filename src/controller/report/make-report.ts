/** Makes the report of a run from its plan, its journal, its status and the last reading of the pool; pure. */
import type { HostStatus, RunStatus } from '../../contract/run-status.js';
import type { JournalRecord } from '../../journal/journal.js';
import { hostByUuid, type PoolFacts } from '../facts/pool-facts.js';
import { describeGuests } from '../planning/guests/describe-guests.js';
import type { Plan } from '../planning/plan.js';
import { foldJournal, note, type Ledger } from '../run/ledger.js';
import { installerLogOf } from '../run/stages/inside-host.js';
import { describeVersions } from '../versions/match-target.js';
import { findingsAfter, findingsBefore } from './findings.js';
import { leftovers } from './left-as-found.js';
import { phasesOf } from './phases.js';
import type { HostReport, Passport, ReportDocument } from './report-document.js';
import { timelineOf } from './timeline.js';
import { vmReports } from './vm-reports.js';
import { withoutSecrets } from './without-secrets.js';

export interface ReportInput {
  readonly plan: Plan;
  /** The records of this run, in their order. */
  readonly records: readonly JournalRecord[];
  readonly status: RunStatus;
  /** The pool as it is now; absent when it cannot be read. */
  readonly final?: PoolFacts;
  /** Absent when the medium is not in the store. */
  readonly passport?: Passport | null;
}

export function makeReport({ plan, records, status, final, passport = null }: ReportInput): ReportDocument {
  const ledger = foldJournal(plan.run, records);
  const differences = final === undefined ? [] : [...leftovers(plan.baseline, final)];
  const hosts = status.hosts.map((host) => hostReport(host, plan, ledger, final));
  return {
    format: 1,
    run: plan.run,
    pool: { uuid: plan.pool.uuid, name: plan.pool.name },
    medium: { id: plan.medium.id, name: plan.medium.name, passport },
    ...(plan.mirror === undefined ? {} : { mirror: plan.mirror }),
    planHash: plan.hash,
    plannedBy: plannedBy(records),
    expected: plan.forecast.duration,
    state: status.state,
    reason: withoutSecrets(status.reason),
    plannedAt: plan.madeAt,
    startedAt: status.startedAt,
    endedAt: status.endedAt,
    hosts,
    bytes: bytesOf(hosts),
    findings: { before: findingsBefore(records), after: final === undefined ? null : findingsAfter(plan, final) },
    vms: [...vmReports(plan, ledger, final)],
    changes: status.changes.map((change) => ({ ...change, condition: withoutSecrets(change.condition) })),
    gates: (status.findings ?? []).map((finding) => ({ ...finding, reason: withoutSecrets(finding.reason) })),
    accepted: plan.accepted.map((acceptance) => ({ ...acceptance, reason: withoutSecrets(acceptance.reason) })),
    consents: [...describeGuests(plan.guests)],
    commands: ledger.commands.map(({ at, command, by }) => ({ at, command, by })),
    timeline: [...timelineOf(plan, ledger)],
    leftAsFound: { known: final !== undefined, clean: final !== undefined && differences.length === 0, differences },
  };
}

function hostReport(host: HostStatus, plan: Plan, ledger: Ledger, final: PoolFacts | undefined): HostReport {
  const attempts = ledger.attempts.filter((attempt) => attempt.request.key === host.uuid);
  const now = final === undefined ? undefined : hostByUuid(final, host.uuid);
  const before = plan.baseline.hosts.find((candidate) => candidate.uuid === host.uuid);
  const done = host.state === 'done' || host.state === 'failed';
  return {
    uuid: host.uuid,
    name: host.name,
    state: host.state,
    from: before === undefined ? host.from : describeVersions(before.versions),
    target: describeVersions({ ...plan.medium.target, brand: null }),
    now: now === undefined ? null : describeVersions(now.versions),
    beganAt: attempts[0]?.intendedAt ?? null,
    endedAt: done ? (note(ledger, 'host-done', host.uuid)?.at ?? attempts.at(-1)?.outcome?.at ?? null) : null,
    packages: host.progress?.files ?? null,
    bytes: host.progress?.bytes ?? null,
    totalBytes: host.progress?.totalBytes ?? null,
    phases: [...phasesOf(plan, ledger, host.uuid)],
    ...(host.packs === undefined ? {} : { packs: host.packs }),
    failure: cleanFailure(host.failure),
    reason: withoutSecrets(host.reason),
    installerLog: installerLogOf(ledger, host.uuid),
  };
}

function plannedBy(records: readonly JournalRecord[]): string | null {
  const planned = records.find(({ entry }) => entry.type === 'planned')?.entry;
  return (planned?.type === 'planned' ? planned.by : undefined) ?? null;
}

function bytesOf(hosts: readonly HostReport[]): number | null {
  const observed = hosts.flatMap(({ bytes }) => bytes ?? []);
  return observed.length === 0 ? null : observed.reduce((sum, bytes) => sum + bytes, 0);
}

function cleanFailure(failure: HostStatus['failure']): HostStatus['failure'] {
  return failure === null ? null : { ...failure, reason: withoutSecrets(failure.reason) };
}
