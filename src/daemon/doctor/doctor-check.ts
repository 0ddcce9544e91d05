/** The shape of every check of doctor: a pure judgement over the facts that were read, one file for each in checks/. */
import type { Severity } from '../../contract/checks.js';
import type { DoctorFacts } from './doctor-facts.js';

/** What a check found of one thing. */
export interface DoctorObserved {
  readonly severity: Severity;
  /** What it is about: a setting, a path, a pool; short. */
  readonly subject: string;
  readonly reason: string;
  /** Empty for a pass. */
  readonly remedy: string;
}

export interface DoctorFinding extends DoctorObserved {
  readonly id: string;
  readonly title: string;
}

export interface DoctorCheck {
  /** Stable: scripts go by it. */
  readonly id: string;
  /** What holds when it passes. */
  readonly title: string;
  /** All that it can give. */
  readonly severities: readonly Severity[];
  /** In general; a finding has a better one. */
  readonly remedy: string;
  /** Empty where there is nothing to judge. */
  readonly judge: (facts: DoctorFacts) => readonly DoctorObserved[];
}

export function pass(subject: string, reason: string): DoctorObserved {
  return { severity: 'pass', subject, reason, remedy: '' };
}

export function found(
  severity: Exclude<Severity, 'pass'>,
  subject: string,
  said: { readonly reason: string; readonly remedy: string },
): DoctorObserved {
  return { severity, subject, ...said };
}
