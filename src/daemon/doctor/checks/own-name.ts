/** What this machine's name leads to. Hosts are never given a name, since an installer may know none; people and mails are. */
import { found, pass, type DoctorCheck } from '../doctor-check.js';

export const ownName: DoctorCheck = {
  id: 'own-name',
  title: 'The name of this machine leads to one of its addresses',
  severities: ['pass', 'info', 'notice'],
  remedy: 'Add the name to DNS or to /etc/hosts with the address that others reach.',
  judge: ({ hostname, nameLeadsTo, interfaces }) => {
    const harmless = 'Hosts are given addresses, never this name.';
    if ('unknown' in nameLeadsTo) {
      const reason = `${hostname} leads nowhere: ${nameLeadsTo.unknown}. ${harmless}`;
      return [found('notice', hostname, { reason, remedy: ownName.remedy })];
    }
    const addresses = nameLeadsTo.value;
    const own = new Set(interfaces.map(({ address }) => address));
    const others = addresses.filter((address) => !own.has(address) && !address.startsWith('127.'));
    if (others.length > 0) {
      const reason = `${hostname} leads to ${others.join(', ')}, which this machine does not have. ${harmless}`;
      return [found('notice', hostname, { reason, remedy: ownName.remedy })];
    }
    if (addresses.every((address) => address.startsWith('127.'))) {
      const reason = `${hostname} leads to ${addresses.join(', ')}, loopback. ${harmless}`;
      return [found('info', hostname, { reason, remedy: ownName.remedy })];
    }
    return [pass(hostname, `It leads to ${addresses.join(', ')}.`)];
  },
};
