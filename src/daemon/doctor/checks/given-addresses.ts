/** The address that hosts are given must be this machine's, and one they can reach: loopback and link-local are not. */
import { found, pass, type DoctorCheck, type DoctorObserved } from '../doctor-check.js';
import type { DoctorFacts } from '../doctor-facts.js';
import type { ListenerFacts } from '../facts/listeners.js';

export const givenAddresses: DoctorCheck = {
  id: 'given-addresses',
  title: 'The addresses that hosts are given are IPv4 addresses of this machine that others can reach',
  severities: ['pass', 'info', 'warning'],
  remedy: 'Set address and advertise of the listener; "drydock media addresses" shows what there is.',
  judge: (facts) => facts.listeners.map((listener) => judgeListener(listener, facts)),
};

function judgeListener({ setting, protocol, given }: ListenerFacts, facts: DoctorFacts): DoctorObserved {
  if (given.startsWith('127.')) {
    const reason = `${protocol} is for this machine only (${given}): no host reaches it.`;
    return found('info', setting, {
      reason,
      remedy: 'Before real hosts are upgraded, set its address ("drydock init" asks).',
    });
  }
  if (given.startsWith('169.254.')) {
    const reason = `Hosts are given ${given} for ${protocol}: a link-local address, which is not routed.`;
    return found('warning', setting, { reason, remedy: givenAddresses.remedy });
  }
  const own = facts.interfaces.find(({ address }) => address === given);
  if (own !== undefined) return pass(setting, `Hosts are given ${given} (${own.interface}) for ${protocol}.`);
  const reason = `Hosts are given ${given} for ${protocol}, which no interface of this machine has: right behind NAT only.`;
  return found('warning', setting, { reason, remedy: givenAddresses.remedy });
}
