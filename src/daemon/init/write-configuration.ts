/** Writes the first configuration file: valid by the schema before it is written, and never in the place of another. */
import { networkInterfaces } from 'node:os';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolderDurably, writeFileDurably } from '../../shared/durable-files.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { chosenSettings } from '../config/example.js';
import { parseSettings } from '../config/load.js';
import { settingsOf, type Answers } from './answers.js';
import type { Interface } from './proposals.js';

/** No secret ever stands in it, and the service reads it as another user. */
const mode = 0o644;

export function machineInterfaces(): readonly Interface[] {
  return Object.entries(networkInterfaces()).flatMap(([name, addresses = []]) =>
    addresses.map(({ address, cidr, internal }) => ({ name, address, cidr, loopback: internal })),
  );
}

/** Before anybody is asked anything. @throws CONFIG_EXISTS */
export async function requireNoConfiguration(file: string): Promise<void> {
  const isThere = await stat(file).then(
    () => true,
    () => false,
  );
  if (isThere) throw new DrydockError('CONFIG_EXISTS', { attempted: 'writing a configuration file', subject: file });
}

/** @returns what was written. @throws CONFIG_INVALID, FILE_WRITE_FAILED … */
export async function writeConfiguration(file: string, answers: Answers): Promise<string> {
  const text = chosenSettings(settingsOf(answers), [
    'Drydock reads this file with --config FILE or DRYDOCK_CONFIG. Written by `drydock init`.',
    'Every other setting has its default; docs/configuration.md and config/drydock.example.yaml have them all.',
  ]);
  await parseSettings(text, file);
  await makeFolderDurably(dirname(file));
  await writeFileDurably(file, text, mode);
  return text;
}
