/** Takes a host out of service for new VMs. Never while another host is out of service (invariant 1). */
import { z } from 'zod';
import { hostByUuid, type HostFacts } from '../facts/pool-facts.js';
import { confirmed, minutes, notYet, type Effect, type EffectRequest } from './effect.js';
import { repeatable } from './retry-class.js';
import { hostName } from './request-detail.js';

export const disableHost: Effect = {
  name: 'disable-host',
  looksAgain: true,
  describe: (request) => `take ${hostName(request)} out of service`,
  refuses: (request, view) => {
    if (view.pool === undefined) return 'the pool cannot be read';
    const others = view.pool.hosts.filter((host) => host.uuid !== request.key);
    const other = others.find((host) => !host.enabled || host.live !== true);
    if (other === undefined) return silent(request, others);
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

/** Those whose silence a person has accepted (`clock-skew@HOST`). */
const mayBeSilent = z.array(z.string()).catch([]);

/** A host that lost its power is called live for ten minutes more (xapi.md 1.4), and does not tell its clock. */
function silent(request: EffectRequest, others: readonly HostFacts[]): string | undefined {
  const accepted = mayBeSilent.parse(request.detail['mayBeSilent']);
  const dumb = others.find(
    ({ uuid, name, serverTime }) => serverTime === null && !accepted.includes(uuid) && !accepted.includes(name),
  );
  return dumb === undefined ? undefined : `it is not known whether ${dumb.name} is alive: it does not tell its clock`;
}
