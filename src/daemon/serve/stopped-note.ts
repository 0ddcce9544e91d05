/** That Drydock was stopped on purpose: whoever brings back what has died, in another terminal, must not bring this back. */
import { rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { stateLayout } from '../state-layout.js';

/** Before anything ends. A state folder that is not there has nothing running. */
export async function noteStopped(stateFolder: string): Promise<void> {
  if (existsSync(stateFolder)) await writeFile(stateLayout(stateFolder).stoppedNote, '', { mode: 0o600 });
}

export async function forgetStopped(stateFolder: string): Promise<void> {
  await rm(stateLayout(stateFolder).stoppedNote, { force: true });
}

export function wasStopped(stateFolder: string): boolean {
  return existsSync(stateLayout(stateFolder).stoppedNote);
}
