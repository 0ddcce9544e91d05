/** pool remove: forgets a pool; nothing is changed on it. */
import { z } from 'zod';
import { openPoolStore } from '../../../daemon/pools/pool-store.js';
import { forgetPool } from '../../../daemon/pools/stored-passwords.js';
import { stateLayout } from '../../../daemon/state-layout.js';
import { defineCommand, done } from '../../command.js';

export const poolRemove = defineCommand({
  name: 'pool remove',
  summary: 'forget a pool; nothing is changed on it',
  arguments: [{ name: '<name>', description: 'the pool' }],
  options: [],
  example: 'drydock pool remove lab',
  input: z.strictObject({ name: z.string() }),
  act: async (input, context) => {
    const layout = stateLayout(context.settings.state);
    await forgetPool(openPoolStore(layout.pools), layout.poolPasswords, input.name);
    return done({ removed: input.name }, [`pool ${input.name} is forgotten`]);
  },
});
