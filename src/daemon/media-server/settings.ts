/** What the processes of the media server are told at their start: one document in their environment. */
import { z } from 'zod';
import { endpointSchema } from '../../contract/media-server.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { guardSettingsSchema } from '../config/guard-settings.js';

export const processSettingsSchema = z.strictObject({
  stateFolder: z.string(),
  mediaCache: z.string(),
  /** As hosts are given them, with the ports that were really bound. */
  endpoints: z.array(endpointSchema),
  publicMedia: z.boolean(),
  guards: guardSettingsSchema,
  /** Who the processes become; null: they stay who they are. */
  runAs: z
    .strictObject({
      name: z.string(),
      uid: z.number().int(),
      gid: z.number().int(),
      groups: z.array(z.number().int()),
    })
    .nullable(),
  logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent']),
});

export type ProcessSettings = z.infer<typeof processSettingsSchema>;

export const settingsVariable = 'DRYDOCK_MEDIA_SERVER';

/** @throws CONFIG_INVALID when the process was not started by Drydock */
export function settingsFromEnvironment(environment: Readonly<Record<string, string | undefined>>): ProcessSettings {
  try {
    return processSettingsSchema.parse(JSON.parse(environment[settingsVariable] ?? ''));
  } catch (cause) {
    throw new DrydockError('CONFIG_INVALID', {
      attempted: 'starting a media server process',
      subject: settingsVariable,
      cause,
    });
  }
}
