/** What the processes of the media server are told at their start: one document in their environment. */
import { z } from 'zod';
import { requireServedVersion } from '../../contract/handover-version.js';
import { endpointSchema } from '../../contract/media-server.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { guardSettingsSchema } from '../config/guard-settings.js';

const processSettingsSchema = z.strictObject({
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

const workerSettingsSchema = processSettingsSchema.extend({
  /** The hand-over version of the supervisor; those up to 0.5.0 say none. */
  handover: z.number().int().default(1),
  /** Whether it ends when a file that it needs cannot be used; if not, it serves without what needs that file. */
  insist: z.boolean(),
});

export type WorkerSettings = z.infer<typeof workerSettingsSchema>;

export const settingsVariable = 'DRYDOCK_MEDIA_SERVER';

type Variables = Readonly<Record<string, string | undefined>>;

/** @throws CONFIG_INVALID when the process was not started by Drydock */
export function settingsFromEnvironment(environment: Variables): ProcessSettings {
  return parsed(processSettingsSchema, environment);
}

/**
 * The version first: the settings of a supervisor that this build does not understand may have any form.
 * @throws MEDIA_SERVER_OTHER_VERSION, or CONFIG_INVALID when the process was not started by its supervisor
 */
export function workerSettings(environment: Variables): WorkerSettings {
  requireServedVersion(parsed(workerSettingsSchema.pick({ handover: true }).strip(), environment).handover);
  return parsed(workerSettingsSchema, environment);
}

function parsed<T>(schema: z.ZodType<T>, environment: Variables): T {
  try {
    return schema.parse(JSON.parse(environment[settingsVariable] ?? ''));
  } catch (cause) {
    throw new DrydockError('CONFIG_INVALID', {
      attempted: 'starting a media server process',
      subject: settingsVariable,
      cause,
    });
  }
}
