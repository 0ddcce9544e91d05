/** The dashboard: open for those who are to reach it, by names that lead here, and not in plain text where others can listen. */
import { found, pass, type DoctorCheck, type DoctorObserved } from '../doctor-check.js';
import type { DoctorFacts } from '../doctor-facts.js';
import type { DashboardFacts } from '../facts/dashboard.js';

export const dashboard: DoctorCheck = {
  id: 'dashboard',
  title: 'The dashboard is open where the configuration says, and not in plain text for others to hear',
  severities: ['pass', 'notice', 'warning'],
  remedy: 'Set dashboard.address, dashboard.names and dashboard.tls (docs/access.md).',
  judge: (facts) => {
    const { dashboard: own } = facts;
    if (own === null) return [pass('dashboard', 'It is switched off; the command line needs none.')];
    return [place(own, facts), ...listening(own), ...own.names.map((name) => leadsHere(name, facts))];
  },
};

function place({ listener: { address, port }, certificate }: DashboardFacts, facts: DoctorFacts): DoctorObserved {
  const where = `${address}:${port}`;
  if (address.startsWith('127.')) {
    const reach = port === 0 ? '' : `; from elsewhere: ssh -L ${port}:127.0.0.1:${port} ${facts.hostname}`;
    return pass('dashboard', `${where}, for this machine only${reach}.`);
  }
  if (certificate !== null) return pass('dashboard', `${where}, with TLS.`);
  return found('warning', 'dashboard', {
    reason: `${where} is open in plain text: passwords and sessions can be read on the way.`,
    remedy: 'Set dashboard.tls, or have the proxy that does TLS on this machine and dashboard.address at 127.0.0.1.',
  });
}

/** A port that is taken keeps no run from going on, so that the controller itself is well. */
function listening({ controller }: DashboardFacts): DoctorObserved[] {
  if (!('value' in controller) || controller.value !== 'silent') return [];
  return [
    found('warning', 'dashboard', {
      reason: 'The controller runs, and does not listen.',
      remedy:
        'controller.log in the state folder says why: a port that is taken, or a certificate that cannot be read.',
    }),
  ];
}

function leadsHere({ name, leadsTo }: DashboardFacts['names'][number], { interfaces }: DoctorFacts): DoctorObserved {
  const remedy = 'Add the name to DNS with the address of this machine, or of the proxy in front of it.';
  if ('unknown' in leadsTo)
    return found('notice', name, { reason: `It leads nowhere from here: ${leadsTo.unknown}.`, remedy });
  const own = leadsTo.value.find((address) => interfaces.some((one) => one.address === address));
  if (own !== undefined) return pass(name, `It leads to ${own}.`);
  const reason = `It leads to ${leadsTo.value.join(', ')}, which is not this machine: right behind a proxy only.`;
  return found('notice', name, { reason, remedy });
}
