/** Whether the hosts of the known pools can reach what they are given: in their network, through a router, or not at all. */
import { subnetContains } from '../../addresses/subnet.js';
import { found, pass, type DoctorCheck, type DoctorObserved } from '../doctor-check.js';
import type { DoctorFacts } from '../doctor-facts.js';
import type { PoolFacts, PoolHostFacts } from '../facts/pools.js';

export const poolNetworks: DoctorCheck = {
  id: 'pool-networks',
  title: 'The hosts of the known pools can reach an address that they are given',
  severities: ['pass', 'notice', 'failure', 'unknown'],
  remedy:
    'Let the media server listen in the management network of the pool; "drydock media addresses POOL" shows which that is.',
  judge: (facts) => {
    const given = givenTo(facts);
    // Why a pool tells nothing is said by pool-clocks.
    return 'unknown' in facts.pools ? [] : facts.pools.value.flatMap((pool) => judgePool(pool, given));
  },
};

/** What runs give hosts: never HTTPS. */
function givenTo({ listeners }: DoctorFacts): readonly string[] {
  return [...new Set(listeners.filter(({ protocol }) => protocol !== 'https').map(({ given }) => given))];
}

function judgePool({ pool, hosts }: PoolFacts, given: readonly string[]): DoctorObserved[] {
  if ('unknown' in hosts) return [];
  return hosts.value.map((host) => judgeHost(`${pool}/${host.host}`, host, given));
}

function judgeHost(subject: string, { network }: PoolHostFacts, given: readonly string[]): DoctorObserved {
  if (given.length === 0) {
    return found('failure', subject, { reason: 'No listener is configured.', remedy: poolNetworks.remedy });
  }
  const isLocal = (address: string): boolean => address.startsWith('127.');
  if (network === null) {
    const reason = 'The pool does not tell the network of its management interface.';
    return found('unknown', subject, {
      reason,
      remedy: `Look at the management interface: "xe pif-list management=true".`,
    });
  }
  const inside = given.find((address) => subnetContains(network, address));
  if (inside !== undefined) return pass(subject, `${inside} is in its network.`);
  if (given.every(isLocal)) {
    const reason = `Hosts are given ${given.join(', ')} alone: loopback, which only this machine reaches.`;
    return found('failure', subject, { reason, remedy: poolNetworks.remedy });
  }
  const reason = `${given.filter((address) => !isLocal(address)).join(', ')} is reached through a router alone (the host has ${network.address}).`;
  const remedy =
    'See that the router lets the ports through, also in the installer; "drydock check" lets the host try.';
  return found('notice', subject, { reason, remedy });
}
