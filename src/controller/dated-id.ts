/** Ids of runs and rollouts: a person sees from one what it is and of which day. */
import { randomHex, systemRandomBytes, type RandomBytes } from '../shared/random-bytes.js';

/** @param now milliseconds since 1970; the day is that of UTC. Such as `run-2026-11-26-1f03ac`. */
export function datedId(kind: 'run' | 'rollout', now: number, random: RandomBytes = systemRandomBytes): string {
  return `${kind}-${new Date(now).toISOString().slice(0, 10)}-${randomHex(random, 3)}`;
}
