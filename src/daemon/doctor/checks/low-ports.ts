/** Ports below 1024 need a right that an ordinary user has not; hosts with a password, and old installers over FTP, need such ports. */
import { found, pass, type DoctorCheck, type DoctorObserved } from '../doctor-check.js';
import { allListeners, type DoctorFacts } from '../doctor-facts.js';
import { weightOf, type ListenerFacts } from '../facts/listeners.js';

export const lowPorts: DoctorCheck = {
  id: 'low-ports',
  title: 'This user may open the ports of the listeners',
  severities: ['pass', 'warning', 'failure', 'unknown'],
  remedy:
    'Let systemd open the ports (docs/services.md), start as root with servers.runAs, or choose ports from 1024 on.',
  judge: (facts) => allListeners(facts).map((listener) => judgeListener(listener, facts.rights)),
};

function judgeListener(listener: ListenerFacts, rights: DoctorFacts['rights']): DoctorObserved {
  const { setting, protocol, port, heldBy, answer } = listener;
  if ('value' in answer && answer.value === 'forbidden' && heldBy === null) {
    return found(weightOf(protocol), setting, {
      reason: `User ${rights.uid} may not open port ${port}: ports below ${firstFree(rights)} need root or CAP_NET_BIND_SERVICE.`,
      remedy: lowPorts.remedy,
    });
  }
  if (port === 0 || port >= 1024) return pass(setting, `Port ${port} needs no right.`);
  if (heldBy !== null) return pass(setting, `Port ${port} is held by the ${heldBy}.`);
  if (rights.uid === 0) return pass(setting, `Port ${port}: root may open it.`);
  if ('value' in rights.firstFreePort && port >= rights.firstFreePort.value) {
    return pass(
      setting,
      `Port ${port}: on this machine everybody may open ports from ${rights.firstFreePort.value} on.`,
    );
  }
  if ('value' in rights.hasCapability && rights.hasCapability.value) {
    return pass(setting, `Port ${port}: this user has CAP_NET_BIND_SERVICE.`);
  }
  if ('unknown' in rights.hasCapability || 'unknown' in rights.firstFreePort) {
    const reason = `Nobody could tell whether user ${rights.uid} may open port ${port}.`;
    return found('unknown', setting, { reason, remedy: lowPorts.remedy });
  }
  return found(weightOf(protocol), setting, {
    reason: `User ${rights.uid} may not open port ${port}: ports below ${rights.firstFreePort.value} need root or CAP_NET_BIND_SERVICE.`,
    remedy: lowPorts.remedy,
  });
}

function firstFree({ firstFreePort }: DoctorFacts['rights']): number {
  return 'value' in firstFreePort ? firstFreePort.value : 1024;
}
