/** pool list: the pools that are known here. */
import { z } from 'zod';
import { openPoolStore } from '../../../daemon/pools/pool-store.js';
import { stateLayout } from '../../../daemon/state-layout.js';
import { defineCommand, done } from '../../command.js';
import { table } from '../../output/table.js';

export const poolList = defineCommand({
  name: 'pool list',
  summary: 'list the known pools',
  arguments: [],
  options: [],
  example: 'drydock pool list',
  input: z.strictObject({}),
  act: async (_input, context) => {
    const pools = await openPoolStore(stateLayout(context.settings.state).pools).list();
    const rows = pools.map((pool) => [pool.name, pool.addresses.join(' '), pool.user, pool.credential.kind]);
    return done(
      { pools },
      pools.length === 0
        ? ['no pools yet; add one with: drydock pool add']
        : table(['name', 'hosts', 'user', 'password'], rows),
    );
  },
});
