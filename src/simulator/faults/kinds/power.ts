/** Power that is lost: `live` stays true for ten minutes, since nobody said farewell (xapi.md 6.4). */
import { bootHost } from '../../life/boot.js';
import { losePower } from '../../life/shutdown.js';
import type { Host } from '../../state/objects.js';
import type { World } from '../../world.js';
import type { StepFault } from '../definition.js';
import { atStep, positive } from '../parameters.js';

const loss = atStep({});
const loop = atStep({ times: positive.default(1) });

export const powerLoss: StepFault<typeof loss> = {
  area: 'Host return',
  strikes: 'step',
  at: 'start',
  summary: 'the host loses power without a farewell; it boots again when the fault is over',
  parameters: loss,
  example: 'power-loss host=member-1 at=evacuation-began of=coordinator lasts=10min',
  happen: ({ world, hosts }) => {
    for (const host of hosts) losePower(world, host);
    return () => hosts.forEach((host) => bootAgain(world, host));
  },
};

export const bootLoop: StepFault<typeof loop> = {
  area: 'Host return',
  strikes: 'step',
  at: 'storage-attached',
  summary: 'the host has hardly come back when it crashes and boots again, `times` times (default 1)',
  parameters: loop,
  example: 'boot-loop host=coordinator times=2',
  happen: ({ world, hosts }, { times }) => {
    for (const host of hosts) world.spawn(() => crashAgain(world, host, times));
    return undefined;
  },
};

/** Each crash comes when the host has been up for a minute. */
async function crashAgain(world: World, host: Host, times: number): Promise<void> {
  for (let crash = 0; crash < times; crash++) {
    await world.sleep(60_000);
    if (host.power !== 'on') return;
    losePower(world, host);
    await bootHost(world, host);
  }
}

function bootAgain(world: World, host: Host): void {
  if (host.power === 'off') world.spawn(() => bootHost(world, host));
}
