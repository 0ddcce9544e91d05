/**
 * A person at the consoles of a practice pool, for Manual mode: looks at the controller as people do, and some time after he is
 * told to, does what `upgrade console` says. Faults have him err.
 */
import type { ControlApi } from '../../contract/control.js';
import type { HostStatus } from '../../contract/run-status.js';
import type { Clock, Milliseconds } from '../../shared/clock.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { findRelease } from '../../releases/find-release.js';
import { insertMedium, visitConsole } from '../../simulator/life/console.js';
import type { SimulatedPool } from '../../simulator/simulated-pool.js';

export interface PracticePersonOptions {
  readonly controller: ControlApi;
  readonly pool: SimulatedPool;
  readonly clock: Clock;
  /** From being told to being there. */
  readonly onHisWay: Milliseconds;
  readonly signal: AbortSignal;
  say(line: string): void;
}

const looksEvery = 1000;

/** Ends with the signal. */
export async function practicePerson(options: PracticePersonOptions): Promise<void> {
  const { clock, signal } = options;
  let told = new Set<string>();
  while (!signal.aborted) {
    const waiting = await hostsThatWait(options);
    const keys = new Set(waiting.map(({ run, host }) => `${run} ${host.uuid}`));
    // A host that does not wait any more is gone to again when it does.
    told = new Set([...told].filter((key) => keys.has(key)));
    for (const { run, host } of waiting) {
      if (told.has(`${run} ${host.uuid}`)) continue;
      told.add(`${run} ${host.uuid}`);
      await send(options, run, host);
    }
    await clock.sleep(looksEvery, signal).catch(() => undefined);
  }
}

async function hostsThatWait({
  controller,
  pool,
}: PracticePersonOptions): Promise<readonly { readonly run: string; readonly host: HostStatus }[]> {
  const known = new Set(pool.world.state.hostList.map(({ uuid }) => uuid));
  try {
    const { runs } = await controller.runs();
    return runs
      .filter(({ state }) => state === 'running')
      .flatMap(({ run, hosts }) => hosts.map((host) => ({ run, host })))
      .filter(({ host }) => host.instructions !== undefined && known.has(host.uuid));
  } catch (error) {
    // No controller runs yet, or it is being restarted.
    if (error instanceof DrydockError) return [];
    throw error;
  }
}

async function send(options: PracticePersonOptions, run: string, host: HostStatus): Promise<void> {
  const { controller, pool, onHisWay } = options;
  const { address, rebootBy } = await controller.console(run);
  const release = findRelease({ product: host.to });
  if (address === null || release === undefined) return;
  options.say(`somebody is on his way to the console of ${host.name}`);
  const visit = { url: address, release: release.id };
  const { world } = pool;
  world.spawn(async () => {
    await world.sleep(onHisWay);
    if (rebootBy === 'person') return visitConsole(world, pool.host(host.uuid), visit);
    insertMedium(world, pool.host(host.uuid), visit);
    const command = { command: 'approve', host: host.uuid, by: 'the person of the practice pool' } as const;
    await controller.command(run, command).catch((error: unknown) => options.say(String(error)));
  });
}
