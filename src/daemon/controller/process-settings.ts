/** What the controller process is told at its start: one document in its environment. */
import { z } from 'zod';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { Environment } from '../config/resolve.js';
import { settingsSchema, type Settings } from '../config/schema.js';

const controllerSettingsSchema = z.strictObject({
  settings: settingsSchema,
  /** Below 1, the controller looks more often; only the demo, whose hosts take seconds, has a use for it. */
  paceFactor: z.number().positive().max(1),
});

export type ControllerProcessSettings = z.infer<typeof controllerSettingsSchema>;

export const controllerSettingsVariable = 'DRYDOCK_CONTROLLER';

/** Every setting that the schema knows, and nothing else that the starter's object may hold. */
export function controllerDocument(settings: Settings, paceFactor: number): string {
  const known = Object.keys(settingsSchema.shape) as (keyof Settings)[];
  return JSON.stringify({ settings: Object.fromEntries(known.map((key) => [key, settings[key]])), paceFactor });
}

/** @throws CONFIG_INVALID when the process was not started by Drydock */
export function controllerSettingsFrom(environment: Environment): ControllerProcessSettings {
  try {
    return controllerSettingsSchema.parse(JSON.parse(environment[controllerSettingsVariable] ?? ''));
  } catch (cause) {
    throw new DrydockError('CONFIG_INVALID', {
      attempted: 'starting the controller process',
      subject: controllerSettingsVariable,
      cause,
    });
  }
}
