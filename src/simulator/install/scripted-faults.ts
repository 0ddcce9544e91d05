/** The scripted faults of one installation: what it refuses at its start, and what becomes of its requests. */
import { endless } from '../faults/endless.js';
import type { Host } from '../state/objects.js';
import type { World } from '../world.js';

/** Why the installer gives the host up before it asks for anything. */
export function scriptedRefusal(world: World, host: Host): string | undefined {
  const fault = world.strikes('installer-refuses', { host });
  if (fault !== undefined) return fault.reason;
  return world.strikes('installer-has-no-network', { host }) === undefined ? undefined : 'no-network';
}

interface RequestPlace {
  readonly path: string;
  readonly phase: string;
}

export class ScriptedInstallation {
  /** From this on nothing that the installer asks for arrives. */
  #broken: string | undefined;

  constructor(
    private readonly world: World,
    private readonly host: Host,
  ) {}

  /** Why a request gets no answer; waits as long as the installer hangs. */
  async request({ path, phase }: RequestPlace): Promise<string | undefined> {
    const { world, host } = this;
    const place = { host, path, phase };
    if (phase === 'packages') this.#broken ??= world.strikes('installer-breaks-after-format', place)?.reason;
    const hanging = world.strikes('installer-hangs', place);
    if (hanging !== undefined) await (hanging.lasts === undefined ? endless(world) : world.sleep(hanging.lasts));
    if (this.#broken !== undefined) return this.#broken;
    return world.strikes('installer-fetch-fails', place) === undefined ? undefined : 'scripted';
  }
}
