/** service controller: the controller in the foreground, as systemd or a container runs it. */
import { z } from 'zod';
import { runControllerService } from '../../../daemon/service/controller-service.js';
import { createLogger } from '../../../shared/logger.js';
import { defineCommand, done } from '../../command.js';

export const serviceController = defineCommand({
  name: 'service controller',
  summary: 'run the controller in the foreground; it may be stopped at any time, and its runs go on at the next start',
  arguments: [],
  options: [],
  example: 'drydock service controller',
  input: z.strictObject({}),
  act: async (_input, { settings, surroundings }) => {
    const logger = createLogger('controller', settings.log.level);
    const { environment, signal } = surroundings;
    await runControllerService({ settings, environment, logger, signal });
    return done({ controller: 'stopped' }, ['the controller has stopped']);
  },
});
