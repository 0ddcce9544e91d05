/** From facts to the document of `doctor`: every check asked, and what they found counted. */
import { severities, type Severity } from '../../contract/checks.js';
import type { DoctorCheck, DoctorFinding } from './doctor-check.js';
import type { DoctorFacts } from './doctor-facts.js';
import { doctorChecks } from './registry.js';

export interface DoctorReport {
  readonly results: readonly DoctorFinding[];
  /** How many results there are of each severity. */
  readonly counts: Readonly<Record<Severity, number>>;
  /** Whether something failed: then the exit code is 1. */
  readonly failed: boolean;
}

export function judge(facts: DoctorFacts, checks: readonly DoctorCheck[] = doctorChecks): DoctorReport {
  const results = checks.flatMap(({ id, title, judge: look }) =>
    look(facts).map(({ severity, subject, reason, remedy }) => ({ id, severity, subject, title, reason, remedy })),
  );
  const counted = severities.map((severity) => [severity, results.filter((one) => one.severity === severity).length]);
  const counts = Object.fromEntries(counted) as Record<Severity, number>;
  return { results, counts, failed: counts.failure > 0 };
}
