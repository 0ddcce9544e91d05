/** A wait without an end: it stops with the simulator, or with the signal. */
import type { World } from '../world.js';

/** Timers hold no longer times than this. */
const days20 = 20 * 86_400_000;

export async function endless(world: World, signal?: AbortSignal): Promise<never> {
  for (;;) await world.sleep(days20, signal);
}
