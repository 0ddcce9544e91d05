/** The units of systemd where they are installed: running, started again after a restart, on the ports of the configuration. */
import { found, pass, type DoctorCheck, type DoctorObserved } from '../doctor-check.js';
import type { DoctorFacts } from '../doctor-facts.js';
import type { UnitFacts } from '../facts/units.js';

export const services: DoctorCheck = {
  id: 'services',
  title: 'The systemd units that are installed run, and begin with the machine',
  severities: ['pass', 'info', 'notice', 'warning', 'failure'],
  remedy:
    'systemctl enable --now drydock-media.service drydock-controller.service; journalctl -u drydock-media tells why one fails.',
  judge: ({ units, settings }) => {
    if ('unknown' in units) {
      const reason = `systemd does not answer: ${units.unknown}.`;
      const remedy = 'Nothing to do where Drydock is no service of systemd: a container, or "drydock serve" by hand.';
      return [found('info', 'systemd', { reason, remedy })];
    }
    if (units.value.length === 0) return [pass('systemd', 'Drydock is not installed as a service.')];
    return units.value.flatMap((unit) => [judgeUnit(unit), ...judgePort(unit, settings)]);
  },
};

function judgeUnit({ name, active, enabled }: UnitFacts): DoctorObserved {
  if (active === 'failed') {
    const remedy = `Look at "journalctl -u ${name}", then: systemctl restart ${name}`;
    return found('failure', name, { reason: 'It failed.', remedy });
  }
  if (enabled === 'disabled' || enabled === 'masked') {
    const reason = `It is ${enabled}: after a restart of this machine it does not run, and hosts find no media.`;
    return found('warning', name, { reason, remedy: `Run: systemctl enable --now ${name}` });
  }
  if (active === 'active' || active === 'reloading') return pass(name, `It is ${active} and ${enabled}.`);
  return found('notice', name, { reason: `It is ${active}.`, remedy: `Run: systemctl start ${name}` });
}

/** What systemd opens and what hosts are told must be the same port. */
function judgePort({ name, port }: UnitFacts, { servers }: DoctorFacts['settings']): DoctorObserved[] {
  const protocol = /^drydock-media-(http|ftp)\.socket$/.exec(name)?.[1];
  if (port === null || (protocol !== 'http' && protocol !== 'ftp')) return [];
  if (servers[protocol].some((listener) => listener.port === port)) return [];
  const reason = `It listens on port ${port}, and servers.${protocol} names no such port: what hosts are given is not said for it.`;
  return [
    found('warning', name, { reason, remedy: `Set the port in servers.${protocol}, or: systemctl edit ${name}` }),
  ];
}
