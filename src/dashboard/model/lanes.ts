/** A lane for each host: phases and effects on one axis of time, as shares of the width, so that the picture fits every screen. */
import type { TimelineEffect, TimelineReply } from '../../contract/api/timeline.js';

type TimelineHost = TimelineReply['hosts'][number];
export type PhaseName = TimelineHost['phases'][number]['phase'];

export const phaseNames: Readonly<Record<PhaseName, string>> = {
  evacuating: 'emptied',
  staging: 'staged',
  installing: 'installing',
  restoring: 'restored',
};

interface Placed {
  /** Percent of the width. */
  readonly x: number;
  readonly width: number;
  readonly from: number;
  readonly to: number;
  readonly open: boolean;
}

export interface PhaseSegment extends Placed {
  readonly phase: PhaseName;
  readonly expected: number;
  /** Took, or has taken so far, longer than the plan counts with. */
  readonly late: boolean;
}

export interface EffectSegment extends Placed {
  readonly what: string;
  readonly state: TimelineEffect['state'];
  readonly reason: string;
}

export interface Lane {
  readonly id: string;
  readonly name: string;
  readonly coordinator: boolean;
  readonly phases: readonly PhaseSegment[];
  readonly effects: readonly EffectSegment[];
}

export interface Lanes {
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly { readonly at: number; readonly x: number }[];
  /** Whether ticks need their seconds. */
  readonly fine: boolean;
  /** Percent; null once the run has ended. */
  readonly now: number | null;
  readonly lanes: readonly Lane[];
}

const seconds = 1000;
const minutes = 60 * seconds;
const hours = 60 * minutes;
const tickSteps = [
  ...[1, 2, 5, 10, 15, 30].map((step) => step * seconds),
  ...[1, 2, 5, 10, 15, 30].map((step) => step * minutes),
  ...[1, 2, 3, 6, 12, 24].map((step) => step * hours),
];
const mostTicks = 8;

/** So that what took no time can still be seen, in percent. */
const leastWidth = 0.3;

/** Null while nothing was done: an axis without anything on it says nothing. */
export function lanesOf(timeline: Omit<TimelineReply, 'vms' | 'readAt'>, now: number): Lanes | null {
  const effects = [...timeline.pool, ...timeline.hosts.flatMap((host) => host.effects)];
  if (effects.length === 0) return null;
  const from = Math.min(timeline.from ?? Infinity, ...effects.map((effect) => effect.from));
  const to = Math.max(from + seconds, timeline.to ?? now);
  const share = (at: number): number => Math.min(100, Math.max(0, ((at - from) / (to - from)) * 100));
  const place = (start: number, end: number | null): Placed => {
    const stop = end ?? to;
    const x = Math.min(share(start), 100 - leastWidth);
    return { x, width: Math.max(leastWidth, share(stop) - x), from: start, to: stop, open: end === null };
  };
  const step = tickSteps.find((candidate) => (to - from) / candidate <= mostTicks) ?? 24 * hours;
  return {
    ...{ from, to, fine: step < minutes, now: timeline.to === null ? share(now) : null },
    ticks: ticksOf(from, to, step).map((at) => ({ at, x: share(at) })),
    lanes: [
      ...(timeline.pool.length === 0
        ? []
        : [{ id: 'pool', name: 'pool', coordinator: false, phases: [], effects: effectsOf(timeline.pool, place) }]),
      ...timeline.hosts.map((host) => laneOf(host, to, place)),
    ],
  };
}

type Place = (from: number, to: number | null) => Placed;

function laneOf(host: TimelineHost, end: number, place: Place): Lane {
  const phases = host.phases.flatMap(({ phase, from, to, expected }) =>
    from === null ? [] : [{ ...place(from, to), phase, expected, late: (to ?? end) - from > expected * 1.5 }],
  );
  return {
    ...{ id: host.uuid, name: host.name, coordinator: host.coordinator, phases },
    effects: effectsOf(host.effects, place),
  };
}

function effectsOf(effects: readonly TimelineEffect[], place: Place): readonly EffectSegment[] {
  return effects.map(({ what, state, reason, from, to }) => ({ ...place(from, to), what, state, reason }));
}

function ticksOf(from: number, to: number, step: number): readonly number[] {
  const first = Math.ceil(from / step) * step;
  return Array.from({ length: Math.max(0, Math.floor((to - first) / step) + 1) }, (_, index) => first + index * step);
}
