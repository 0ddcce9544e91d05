/** A clock that runs free drifts out of certificates, and makes times of hosts, journal and log incomparable. */
import { found, pass, type DoctorCheck } from '../doctor-check.js';

const subject = 'this machine';

export const clockSynchronised: DoctorCheck = {
  id: 'clock-synchronised',
  title: 'The clock of this machine is kept right by a time service',
  severities: ['pass', 'warning', 'unknown'],
  remedy: 'Set time servers (systemd-timesyncd: "timedatectl set-ntp true"; chrony), best those of the hosts.',
  judge: ({ clock }) => {
    if ('unknown' in clock) {
      const reason = `No program tells whether the clock is synchronised: ${clock.unknown}.`;
      const remedy = 'In a container, look at the clock of the machine around it; else install chrony or timedatectl.';
      return [found('unknown', subject, { reason, remedy })];
    }
    const { synchronised, source } = clock.value;
    if (synchronised) return [pass(subject, `${source} says that it is synchronised.`)];
    const reason = `${source} says that it is not synchronised.`;
    return [found('warning', subject, { reason, remedy: clockSynchronised.remedy })];
  },
};
