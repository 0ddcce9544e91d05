/** What a host that was proven teaches about the next hosts of the same run and medium. */
import type { Phase } from '../phase.js';
import { endOfPhase, type HostTrace } from './host-trace.js';

export interface ExpectedPhase {
  readonly duration: number;
  readonly longestQuiet: number;
}

export interface Expectation {
  /** The host that taught it. */
  readonly host: string;
  /** From arming to the installer's first request; undefined where either was not seen. */
  readonly reboot: number | undefined;
  readonly phases: ReadonlyMap<Phase, ExpectedPhase>;
  /** Everything but packages, by phase: whether the host found it. */
  readonly objects: ReadonlyMap<Phase, ReadonlyMap<string, boolean>>;
  /** Everything that was asked for in any phase. */
  readonly known: ReadonlySet<string>;
  /** In the order in which they were first asked for. */
  readonly packages: readonly string[];
}

/** Undefined where the trace holds no installation: it was made before the log began, or nothing was seen. */
export function learn(host: string, trace: HostTrace, armedAt: number | null): Expectation | undefined {
  const lookUp = trace.phases.get('look-up') ?? trace.phases.get('packages');
  if (lookUp === undefined) return undefined;
  const objects = new Map<Phase, Map<string, boolean>>();
  for (const { phase, path, isPackage, found } of trace.requests) {
    if (isPackage) continue;
    const own = objects.get(phase) ?? new Map<string, boolean>();
    objects.set(phase, own.set(path, found === true));
  }
  return {
    host,
    reboot: armedAt === null ? undefined : Math.max(0, lookUp.began - armedAt),
    phases: new Map(
      [...trace.phases].map(([phase, { began, longestQuiet }]) => [
        phase,
        { duration: (endOfPhase(trace, phase) ?? began) - began, longestQuiet },
      ]),
    ),
    objects,
    known: new Set(trace.requests.map(({ path }) => path)),
    packages: packagesOf(trace),
  };
}

/** Each once: one that was broken off and fetched again counts where it was first asked for. */
export function packagesOf(trace: HostTrace): readonly string[] {
  return [...new Set(trace.requests.filter(({ isPackage }) => isPackage).map(({ path }) => path))];
}
