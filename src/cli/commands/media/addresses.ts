/** media addresses: which address to give hosts, interface by interface, and which hosts of a pool are in its network. */
import { z } from 'zod';
import { adviseAddresses } from '../../../daemon/addresses/address-advice.js';
import {
  hostNetworks,
  listenersOf,
  machineAddresses,
  runningEndpoints,
} from '../../../daemon/addresses/read-addresses.js';
import { openPoolStore } from '../../../daemon/pools/pool-store.js';
import { stateLayout } from '../../../daemon/state-layout.js';
import { defineCommand, done, type CommandContext } from '../../command.js';
import { adviceLines } from '../../output/advice-view.js';
import { poolPassword } from '../../pools/pool-password.js';

export const mediaAddresses = defineCommand({
  name: 'media addresses',
  summary:
    'say which address to give hosts, and why not the others; with a pool, which of its hosts are in that network',
  arguments: [{ name: '[pool]', description: 'a pool known by `pool add`' }],
  options: [],
  example: 'drydock media addresses lab',
  input: z.strictObject({ pool: z.string().optional() }),
  act: async ({ pool }, context) => {
    const { settings, surroundings } = context;
    const listeners = listenersOf(settings, await runningEndpoints(settings, surroundings.signal));
    const hosts = pool === undefined ? [] : await readHosts(pool, context);
    const advice = adviseAddresses(machineAddresses(), listeners, hosts);
    return done({ pool: pool ?? null, ...advice, hosts }, adviceLines(advice, hosts));
  },
});

async function readHosts(pool: string, context: CommandContext): ReturnType<typeof hostNetworks> {
  const { settings, surroundings } = context;
  const record = await openPoolStore(stateLayout(settings.state).pools).get(pool);
  const password = await poolPassword(record, surroundings);
  return hostNetworks(record, password, surroundings.clock, surroundings.signal);
}
