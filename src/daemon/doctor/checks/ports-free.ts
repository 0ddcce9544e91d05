/** A port that somebody else holds ends `serve` at its start (the dashboard's is tried again, and ends nothing); one that our own media server holds is as it should be. */
import { found, pass, type DoctorCheck, type DoctorObserved } from '../doctor-check.js';
import { allListeners } from '../doctor-facts.js';
import { weightOf, type ListenerFacts } from '../facts/listeners.js';

export const portsFree: DoctorCheck = {
  id: 'ports-free',
  title: 'Each listener’s port is free, or held by Drydock itself',
  severities: ['pass', 'warning', 'failure', 'unknown'],
  remedy: 'Stop what holds the port, or give the listener another one.',
  judge: (facts) => allListeners(facts).map(judgeListener),
};

function judgeListener({ setting, protocol, address, port, heldBy, doubt, answer }: ListenerFacts): DoctorObserved {
  const place = `${protocol} ${address}:${port}`;
  if (heldBy !== null) return pass(setting, `${place}: the ${heldBy} of this configuration holds it.`);
  if ('unknown' in answer) {
    const remedy = `Look at the address and port of ${setting} in the configuration.`;
    return found('unknown', setting, { reason: `${place}: it could not be tried: ${answer.unknown}.`, remedy });
  }
  switch (answer.value) {
    case 'free':
      return pass(setting, port === 0 ? `${place}: a free port is taken.` : `${place}: free.`);
    case 'in-use':
      if (doubt !== null) {
        return found('unknown', setting, {
          reason: `${place}: it is in use, maybe by the ${protocol === 'dashboard' ? 'controller' : 'media server'} of this state folder, which did not tell: ${doubt}.`,
          remedy: `Ask it with the version of Drydock that it runs with, or look: "ss -ltnp 'sport = :${port}'" (as root).`,
        });
      }
      return found(weightOf(protocol), setting, {
        reason: `${place}: another program listens there, or a Drydock with another state folder or user.`,
        remedy: `Find it with "ss -ltnp 'sport = :${port}'" (as root) and stop it, or change ${setting}.port.`,
      });
    case 'no-such-address':
      return found(weightOf(protocol), setting, {
        reason: `${place}: this machine has no such address.`,
        remedy: `Set ${setting}.address to an address of this machine ("ip -4 address"), or to 0.0.0.0 with advertise.`,
      });
    case 'forbidden':
      // Why it is, and what to do about it, is the check low-ports’ to say.
      return pass(setting, `${place}: nobody was seen to hold it; this user may not open it (low-ports).`);
  }
}
