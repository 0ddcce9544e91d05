/** Lets the faults happen that are tied to steps of the pool's life: at the start, and whenever the history tells of one. */
import type { PoolEvent } from '../history.js';
import type { Host } from '../state/objects.js';
import type { World } from '../world.js';
import type { StepFault } from './definition.js';
import { isDue, type ArmedFault } from './fault.js';
import { meansHost } from './match.js';
import type { z } from 'zod';

interface StepArmed {
  readonly armed: ArmedFault;
  readonly definition: StepFault<z.ZodObject>;
}

export function watchSteps(world: World): void {
  for (const armed of world.faults.armed) happenAtStart(world, armed);
  world.history.subscribe((event) => {
    for (const one of stepFaults(world)) {
      if (stepOf(one) !== event.event || !meansEvent(world, one, event) || !isDue(one.armed)) continue;
      strike(world, one, event);
    }
  });
}

/** A fault of the start that comes later starts now. */
export function happenAtStart(world: World, armed: ArmedFault): void {
  const { definition } = armed;
  if (definition.strikes !== 'step') return;
  const one = { armed, definition };
  if (stepOf(one) === 'start' && isDue(armed)) strike(world, one, undefined);
}

function stepFaults(world: World): readonly StepArmed[] {
  return world.faults.armed.flatMap((armed) =>
    armed.definition.strikes === 'step' ? [{ armed, definition: armed.definition }] : [],
  );
}

function stepOf({ armed, definition }: StepArmed): string {
  const { at } = armed.parameters;
  return typeof at === 'string' ? at : definition.at;
}

/** `of` means the host of the step, and without it `host` does; a step of the whole pool is about any host. */
function meansEvent(world: World, { armed }: StepArmed, event: PoolEvent): boolean {
  const { host, of } = armed.parameters;
  const about = world.state.hostList.find(({ uuid }) => uuid === event.host);
  if (of !== undefined) return meansHost(of, about, world.state);
  return about === undefined || meansHost(host, about, world.state);
}

/** At once at the start; later when the code that wrote the history has come to rest. */
function strike(world: World, one: StepArmed, event: PoolEvent | undefined): void {
  const after = typeof one.armed.parameters['after'] === 'number' ? one.armed.parameters['after'] : 0;
  if (event === undefined && after === 0) {
    const end = happen(world, one, event);
    world.spawn(() => endLater(world, one, end));
    return;
  }
  world.spawn(async () => {
    if (after > 0) await world.sleep(after);
    else await Promise.resolve();
    await endLater(world, one, happen(world, one, event));
  });
}

function happen(
  world: World,
  { armed, definition }: StepArmed,
  event: PoolEvent | undefined,
): (() => void) | undefined {
  const hosts = hostsMeant(world, armed, event);
  const step = event === undefined ? 'start' : `step ${event.event}`;
  world.history.record('fault', hosts.length === 1 ? (hosts[0]?.uuid ?? null) : null, { kind: armed.kind, step });
  armed.struckAt = world.now();
  return definition.happen({ world, hosts, event }, armed.parameters);
}

async function endLater(world: World, { armed }: StepArmed, end: (() => void) | undefined): Promise<void> {
  const { lasts } = armed.parameters;
  if (lasts === undefined || end === undefined) return;
  await world.sleep(lasts);
  end();
  world.history.record('fault-ended', null, { kind: armed.kind });
}

function hostsMeant(world: World, { parameters }: ArmedFault, event: PoolEvent | undefined): readonly Host[] {
  const { hostList } = world.state;
  if (parameters.host !== undefined) {
    return hostList.filter((host) => meansHost(parameters.host, host, world.state));
  }
  const about = hostList.filter(({ uuid }) => uuid === event?.host);
  return about.length > 0 ? about : hostList;
}
