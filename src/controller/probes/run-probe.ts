/** Carries a probe out within its time; whatever keeps it from answering is told as unknown, never taken for a pass. */
import type { Clock } from '../../shared/clock.js';
import { describeCause } from '../../shared/errors/drydock-error.js';
import { LeftBehind, withDeadline } from '../../xapi/transport/deadline.js';
import type { ProbeRunner } from './probe.js';
import { runCommandProbe } from './run-command-probe.js';
import { runHttpProbe } from './run-http-probe.js';
import { shownOutput } from './shown-output.js';

export function probeRunner(clock: Clock): ProbeRunner {
  return async (probe, context, caller) => {
    const late = (): Error => new Error(`it did not end within ${probe.timeout / 1000} s`);
    try {
      return await withDeadline({ clock, deadline: probe.timeout, signal: caller, late }, (signal) =>
        probe.kind === 'command' ? runCommandProbe(probe, context, signal) : runHttpProbe(probe, signal),
      );
    } catch (error) {
      caller.throwIfAborted();
      const reason = error instanceof LeftBehind ? error.reason : error;
      return { id: probe.id, outcome: 'unknown', text: shownOutput(describeCause(reason)) };
    }
  };
}
