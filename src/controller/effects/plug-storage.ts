/** Plugs the storage that a host had before and does not have after its boot; most of it comes back by itself. */
import type { PoolFacts } from '../facts/pool-facts.js';
import { confirmed, minutes, notYet, nothing, type Effect, type EffectRequest } from './effect.js';
import { repeatable } from './retry-class.js';
import { detailTexts, hostName } from './request-detail.js';

export const plugStorage: Effect = {
  name: 'plug-storage',
  describe: (request) => `plug the storage of ${hostName(request)}`,
  refuses: nothing,
  act: async (request, tools) => {
    for (const pbd of detailTexts(request, 'pbds')) await tools.pool.plugPbd(pbd);
    return { handle: null };
  },
  confirm: (request, view) => {
    if (view.pool === undefined) return notYet('the pool cannot be read');
    const missing = unplugged(request, view.pool);
    return missing.length === 0 ? confirmed : notYet(`not plugged: ${missing.join(', ')}`);
  },
  deadline: 10 * minutes,
  retry: repeatable('plugging what is plugged changes nothing'),
};

function unplugged(request: EffectRequest, pool: PoolFacts): readonly string[] {
  const wanted = detailTexts(request, 'pbds');
  return pool.pbds
    .filter((pbd) => wanted.includes(pbd.uuid) && !pbd.attached)
    .map((pbd) => pool.srs.find((sr) => sr.uuid === pbd.sr)?.name ?? pbd.sr);
}
