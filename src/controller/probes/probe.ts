/**
 * Probes: questions of the administrator's own that a run asks, a command or an HTTP address. They only supply facts; the
 * assessment `probes` judges them. A probe is frozen into the plan, and is never given a credential.
 */
import { z } from 'zod';
import { phases, type Phase } from '../assessments/finding.js';

const common = {
  id: z.string(),
  phases: z.array(z.enum(phases)),
  /** Milliseconds. */
  timeout: z.number().int().positive(),
};

export const probeSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('command'),
    ...common,
    /** The program and its arguments; no shell ever sees them. */
    command: z.array(z.string()).min(1),
  }),
  z.strictObject({
    kind: z.literal('http'),
    ...common,
    url: z.string(),
    status: z.number().int(),
    /** Text that the answer must hold. */
    contains: z.string().optional(),
  }),
]);
export type Probe = z.infer<typeof probeSchema>;

/** What a probe is told of the run: nothing of it is secret. */
export interface ProbeContext {
  readonly phase: Phase;
  readonly run: string | null;
  readonly pool: { readonly uuid: string; readonly name: string };
  readonly host: { readonly uuid: string; readonly name: string } | null;
}

/** `unknown`: it could not be run, or did not end in time; that is no answer. */
export interface ProbeResult {
  readonly id: string;
  readonly outcome: 'passed' | 'failed' | 'unknown';
  /** In words, with what it printed or answered: bounded, on one line, without secrets. */
  readonly text: string;
}

/** Carries one probe out. Never throws but the signal's reason. */
export type ProbeRunner = (probe: Probe, context: ProbeContext, signal: AbortSignal) => Promise<ProbeResult>;

/** What planning and runs are given of them. */
export interface ProbeTools {
  /** By the name under which the pool was added. */
  readonly of: (pool: string) => readonly Probe[];
  readonly run: ProbeRunner;
}
