/** What the keeper of the exports is told at its start: one document in its environment. */
import { z } from 'zod';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { nfsSettingsSchema } from '../config/nfs-settings.js';
import type { Environment } from '../config/resolve.js';

const keeperSettingsSchema = z.strictObject({
  stateFolder: z.string(),
  mediaCache: z.string(),
  nfs: nfsSettingsSchema,
  logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent']),
});

export type KeeperSettings = z.infer<typeof keeperSettingsSchema>;

export const keeperSettingsVariable = 'DRYDOCK_NFS';

/** @throws CONFIG_INVALID when the process was not started by Drydock */
export function keeperSettingsFrom(environment: Environment): KeeperSettings {
  try {
    return keeperSettingsSchema.parse(JSON.parse(environment[keeperSettingsVariable] ?? ''));
  } catch (cause) {
    throw new DrydockError('CONFIG_INVALID', {
      attempted: 'starting the process that keeps the NFS exports',
      subject: keeperSettingsVariable,
      cause,
    });
  }
}
