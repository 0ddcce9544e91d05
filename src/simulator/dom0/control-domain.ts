/** A log-in to a simulated control domain: there while the system runs, and gone while the host boots or installs. */
import type { Host } from '../state/objects.js';
import type { World } from '../world.js';
import { runProgram, type ProgramOutput } from './programs.js';

/** Nobody answers on the port of SSH. */
export class NoControlDomain extends Error {}

/** @throws NoControlDomain */
export function runInControlDomain(world: World, host: Host, words: readonly string[], input = ''): ProgramOutput {
  if (host.power !== 'on' || !host.machine.system.ssh) throw new NoControlDomain(host.name);
  const [program = '', ...args] = words;
  const output = runProgram({ world, host, args, input }, program);
  world.changes.ring();
  return output;
}
