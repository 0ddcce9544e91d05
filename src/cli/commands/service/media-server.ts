/** service media-server: the media server in the foreground, as systemd or a container runs it. */
import { z } from 'zod';
import { runMediaServerService } from '../../../daemon/service/media-server-service.js';
import { createLogger } from '../../../shared/logger.js';
import { defineCommand, done } from '../../command.js';

export const serviceMediaServer = defineCommand({
  name: 'service media-server',
  summary:
    'run the media server in the foreground, on sockets of systemd if it gives any; a stop waits while a host may be installing',
  arguments: [],
  options: [],
  example: 'drydock service media-server',
  input: z.strictObject({}),
  act: async (_input, { settings, surroundings }) => {
    const logger = createLogger('media-server-supervisor', settings.log.level);
    await runMediaServerService({ settings, environment: surroundings.environment, logger });
    return done({ mediaServer: 'stopped' }, ['the media server has stopped']);
  },
});
