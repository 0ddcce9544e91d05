/** Takes a host out of service for new VMs. Never while another host is out of service (invariant 1). */
import { hostByUuid } from '../facts/pool-facts.js';
import { confirmed, minutes, notYet, type Effect } from './effect.js';
import { repeatable } from './retry-class.js';
import { hostName } from './request-detail.js';

export const disableHost: Effect = {
  name: 'disable-host',
  looksAgain: true,
  describe: (request) => `take ${hostName(request)} out of service`,
  refuses: (request, view) => {
    if (view.pool === undefined) return 'the pool cannot be read';
    const other = view.pool.hosts.find((host) => host.uuid !== request.key && (!host.enabled || host.live !== true));
    if (other === undefined) return undefined;
    const unknown = other.enabled && other.live === null;
    return unknown ? `it is not known whether ${other.name} is alive` : `${other.name} is out of service`;
  },
  act: async (request, tools) => {
    await tools.pool.disableHost(request.key);
    return { handle: null };
  },
  confirm: (request, view) => {
    const host = view.pool === undefined ? undefined : hostByUuid(view.pool, request.key);
    return host?.enabled === false ? confirmed : notYet('the host is still enabled');
  },
  deadline: 2 * minutes,
  retry: repeatable('disabling a disabled host changes nothing'),
};
