/** A jump box that restarts itself at night leaves a host, after it has formatted its disk, without its media. */
import { found, pass, type DoctorCheck, type DoctorObserved } from '../doctor-check.js';
import type { DoctorFacts } from '../doctor-facts.js';
import type { AutomaticUpdates } from '../facts/automatic-updates.js';

export const restarts: DoctorCheck = {
  id: 'restarts',
  title: 'Nothing restarts this machine, or Drydock on it, by itself',
  severities: ['pass', 'info', 'notice', 'warning', 'failure', 'unknown'],
  remedy: 'Switch automatic restarts off, at least until the run has ended.',
  judge: ({ automaticUpdates, now }: DoctorFacts) => {
    const { apt, dnf, needrestart, scheduledShutdown } = automaticUpdates;
    const observed = [
      ...scheduled(scheduledShutdown, now),
      ...(apt === null ? [] : [judgeApt(apt)]),
      ...(dnf === null ? [] : [judgeDnf(dnf)]),
      ...(needrestart === null ? [] : [judgeNeedrestart(needrestart)]),
    ];
    return observed.length > 0 ? observed : [pass('this machine', 'No program that updates it by itself was found.')];
  },
};

function judgeApt(apt: NonNullable<AutomaticUpdates['apt']>): DoctorObserved {
  const subject = 'unattended-upgrades';
  const remedy = 'Write Unattended-Upgrade::Automatic-Reboot "false"; to /etc/apt/apt.conf.d/99drydock.';
  if ('unknown' in apt) return notKnown(subject, apt.unknown, remedy);
  const { enabled, reboots, rebootTime } = apt.value;
  if (!enabled) return pass(subject, 'It is installed, and does not run by itself.');
  if (!reboots) {
    const reason = 'It updates this machine by itself, and does not restart it.';
    const pause = 'To keep it off during a run: systemctl stop apt-daily-upgrade.timer; start it again afterwards.';
    return found('info', subject, { reason, remedy: pause });
  }
  const when = rebootTime === 'now' ? 'as soon as an update asks for it' : `at ${rebootTime}`;
  return found('warning', subject, { reason: `It restarts this machine by itself, ${when}.`, remedy });
}

function judgeDnf(dnf: NonNullable<AutomaticUpdates['dnf']>): DoctorObserved {
  const subject = 'dnf-automatic';
  const remedy = 'Set reboot = never in /etc/dnf/automatic.conf.';
  if ('unknown' in dnf) return notKnown(subject, dnf.unknown, remedy);
  if (!dnf.value.enabled) return pass(subject, 'It is installed, and no timer starts it.');
  if (dnf.value.reboots) {
    return found('warning', subject, { reason: 'It restarts this machine by itself after updates.', remedy });
  }
  const pause = 'To keep it off during a run: systemctl stop dnf-automatic.timer; start it again afterwards.';
  return found('info', subject, { reason: 'It runs by itself, and does not restart this machine.', remedy: pause });
}

function judgeNeedrestart(needrestart: NonNullable<AutomaticUpdates['needrestart']>): DoctorObserved {
  const subject = 'needrestart';
  const remedy =
    "Leave Drydock out: echo '$nrconf{override_rc}{qr(^drydock)} = 0;' > /etc/needrestart/conf.d/drydock.conf";
  if ('unknown' in needrestart) return notKnown(subject, needrestart.unknown, remedy);
  if (!needrestart.value.restarts) return pass(subject, 'It restarts no service without asking.');
  const reason =
    'It restarts services by itself after updates. A media server that serves an armed host delays its stop, a controller does not.';
  return found('notice', subject, { reason, remedy });
}

function scheduled(shutdown: AutomaticUpdates['scheduledShutdown'], now: number): DoctorObserved[] {
  const subject = 'shutdown';
  const remedy = 'Take it back: shutdown -c';
  if ('unknown' in shutdown) return [notKnown(subject, shutdown.unknown, 'Look with: shutdown --show')];
  if (shutdown.value === null || shutdown.value < now) return [];
  const when = new Date(shutdown.value).toISOString().replace(/\.\d+Z$/, 'Z');
  return [found('failure', subject, { reason: `A shutdown of this machine is planned for ${when}.`, remedy })];
}

function notKnown(subject: string, why: string, remedy: string): DoctorObserved {
  return found('unknown', subject, { reason: `Whether it restarts anything is not known: ${why}.`, remedy });
}
