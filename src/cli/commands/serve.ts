/** serve: starts media server and controller, shows the addresses, and follows until Ctrl-C. */
import { Option } from 'commander';
import { z } from 'zod';
import { adviseAddresses } from '../../daemon/addresses/address-advice.js';
import { listenersOf, machineAddresses } from '../../daemon/addresses/read-addresses.js';
import { startBoth } from '../../daemon/serve/start-both.js';
import { listMedia } from '../../media/list-media.js';
import { defineCommand, done } from '../command.js';
import { addressLines } from '../output/address-view.js';
import { usableAddressLines } from '../output/advice-view.js';
import { followService } from '../serve/follow-service.js';

export const serve = defineCommand({
  name: 'serve',
  summary:
    'start media server and controller and follow them; Ctrl-C stops them, or detaches while a host may be installing',
  arguments: [],
  options: [new Option('--detach', 'return as soon as both run; end them with `drydock stop`')],
  example: 'drydock serve',
  input: z.strictObject({ detach: z.boolean().optional() }),
  act: async (input, context) => {
    const { settings, surroundings, json } = context;
    const state = await startBoth(settings);
    const media = await listMedia({ mediaCache: settings.media.cache });
    const listeners = listenersOf(settings, state.mediaServer.endpoints);
    const advice = adviseAddresses(machineAddresses(), listeners, []);
    const lines = [
      ...addressLines(state, {
        media: media.map(({ manifest }) => manifest.id),
        plainPath: settings.servers.plainPath,
      }),
      ...usableAddressLines(advice),
    ];
    if (input.detach === true) return done(state, lines);
    // The document comes when both are ready, not when they end: who reads it waits for the addresses.
    for (const line of json ? [JSON.stringify(state)] : lines) surroundings.stdout.write(`${line}\n`);
    return followService(context, (state.nfs?.pid ?? null) !== null);
  },
});
