/** What an assessment says: the common form of every precheck, recheck, gate and final look. */
import type { Severity } from '../../contract/checks.js';
import type { EffectName } from '../effects/effect.js';

/** before-run: once, before anything changes. before-host and after-host: around each host. after-run: the last look. */
export const phases = ['before-run', 'before-host', 'after-host', 'after-run'] as const;
export type Phase = (typeof phases)[number];

export const subjectKinds = ['pool', 'host', 'vm', 'sr', 'medium'] as const;

/** What a finding is about. */
export interface Subject {
  readonly kind: (typeof subjectKinds)[number];
  readonly uuid: string;
  readonly name: string;
  /** The host it concerns, where the subject is something on a host. */
  readonly host?: { readonly uuid: string; readonly name: string };
}

/** The effect that would put right what was found, and what it is about (`EffectRequest.key`). */
export interface Fix {
  readonly effect: EffectName;
  readonly key: string;
  /** Journalled with the intent; what the undo needs stands in it. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** What one assessment found about one subject; `Finding` adds which assessment it was. */
export interface Observed {
  readonly severity: Severity;
  readonly subject: Subject;
  readonly reason: string;
  /** Empty for a pass. */
  readonly remedy: string;
  readonly fix?: Fix;
  /** Whether a person may go on in spite of it, by name and with a reason. */
  readonly acceptable: boolean;
}

export interface Finding extends Observed {
  readonly id: string;
  readonly title: string;
  readonly phase: Phase;
  /** Set when a person has accepted it; its severity is then notice and this is what it was. */
  readonly accepted?: { readonly from: Severity; readonly reason: string };
}

/** Unknown blocks like a failure: "not known to be bad" is not good enough to take a host down. */
export function blocks(finding: Observed): boolean {
  return finding.severity === 'failure' || finding.severity === 'unknown';
}
