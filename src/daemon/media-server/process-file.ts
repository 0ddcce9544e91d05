/** Who runs and what is open, written for people, `doctor`, and whoever must end it by force. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { endpointSchema } from '../../contract/media-server.js';
import { writeFileDurably } from '../../shared/durable-files.js';
import { stateLayout } from '../state-layout.js';

const processesSchema = z.strictObject({
  supervisor: z.number().int(),
  /** The serving process; null while it is being replaced. */
  worker: z.number().int().nullable(),
  startedAt: z.number(),
  endpoints: z.array(endpointSchema),
});

export type MediaServerProcesses = z.infer<typeof processesSchema>;

export function processFilePath(stateFolder: string): string {
  return join(stateLayout(stateFolder).mediaServer, 'processes.json');
}

export async function writeProcessFile(stateFolder: string, processes: MediaServerProcesses): Promise<void> {
  await writeFileDurably(processFilePath(stateFolder), `${JSON.stringify(processes, null, 2)}\n`, 0o600);
}

/** undefined when no media server runs here, or the file is not one of ours. */
export async function readProcessFile(stateFolder: string): Promise<MediaServerProcesses | undefined> {
  try {
    return processesSchema.parse(JSON.parse(await readFile(processFilePath(stateFolder), 'utf8')));
  } catch {
    return undefined;
  }
}

export async function removeProcessFile(stateFolder: string): Promise<void> {
  await rm(processFilePath(stateFolder), { force: true });
}
