/** Asks all probes of a phase at once: the slowest of them is what it takes. */
import type { Phase } from '../assessments/finding.js';
import type { Probe, ProbeContext, ProbeResult, ProbeRunner } from './probe.js';

export function probesOf(probes: readonly Probe[] | undefined, phase: Phase): readonly Probe[] {
  return (probes ?? []).filter((probe) => probe.phases.includes(phase));
}

/** @param runner undefined where probes cannot be run: their answers are unknown then */
export function askProbes(
  probes: readonly Probe[],
  runner: ProbeRunner | undefined,
  context: ProbeContext,
  signal: AbortSignal,
): Promise<readonly ProbeResult[]> {
  return Promise.all(
    probesOf(probes, context.phase).map(async (probe) =>
      runner === undefined
        ? { id: probe.id, outcome: 'unknown' as const, text: 'nobody runs it here' }
        : runner(probe, context, signal),
    ),
  );
}
