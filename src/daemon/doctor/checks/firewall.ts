/** What a firewall of this machine must let through for hosts and people, as the commands that do it; one before this machine nobody here sees. */
import { firewallRules } from '../../../servers/nfs/firewall.js';
import { parsePortRange } from '../../config/guard-settings.js';
import { found, pass, type DoctorCheck, type DoctorObserved } from '../doctor-check.js';
import { allListeners, type DoctorFacts } from '../doctor-facts.js';
import type { FirewallProgram, FirewallRules, OpenPorts } from '../facts/firewall.js';

export const firewall: DoctorCheck = {
  id: 'firewall',
  title: 'A firewall on this machine lets in hosts, and people where the dashboard is for others',
  severities: ['pass', 'info', 'warning'],
  remedy:
    'Open the ports; the finding has the commands. A firewall between hosts and this machine must let them through too.',
  judge: (facts) => {
    const needed = neededPorts(facts);
    if (needed.length === 0) {
      return [pass('this machine', 'All listeners are for this machine only, or on ports that are not chosen yet.')];
    }
    const { programs } = facts.firewall;
    if (programs.length === 0) {
      return [pass('this machine', `No firewall program is installed. Needed from elsewhere: ${portList(needed)}.`)];
    }
    // firewalld and ufw write the rules that the others show.
    const front = programs.find(
      ({ program, rules }) =>
        (program === 'firewalld' || program === 'ufw') && (!('value' in rules) || rules.value.filters),
    );
    const judged =
      front === undefined ? programs.filter(({ program }) => program !== 'firewalld' && program !== 'ufw') : [front];
    const observed = judged.map(({ program, rules }) =>
      'unknown' in rules ? unread(program, rules.unknown, needed) : judgeRules(program, rules.value, needed),
    );
    return [...(observed.length === 0 ? [pass('this machine', 'The firewall is off.')] : observed), ...passive(facts)];
  },
};

/** Where the ports of FTP's data connections are left to chance, no rule can name them. */
function passive({ settings, listeners, firewall: { programs } }: DoctorFacts): DoctorObserved[] {
  const hasFtp = listeners.some(({ protocol, given }) => protocol === 'ftp' && !given.startsWith('127.'));
  const filters = programs.some(({ rules }) => 'unknown' in rules || rules.value.filters);
  if (!hasFtp || !filters || settings.servers.passivePorts !== undefined) return [];
  return [
    found('info', 'servers.passivePorts', {
      reason: 'FTP takes any free port for each transfer: a firewall that does not follow FTP keeps hosts out.',
      remedy: 'Set servers.passivePorts, such as 50000-50099, and open these ports as well.',
    }),
  ];
}

function neededPorts(facts: DoctorFacts): OpenPorts[] {
  const { settings } = facts;
  const forOthers = allListeners(facts).filter(
    ({ given, port, protocol }) => !given.startsWith('127.') && port > 0 && protocol !== 'nfs',
  );
  const own = forOthers.map(({ port }): OpenPorts => ({ transport: 'tcp', from: port, to: port }));
  const hasFtp = forOthers.some(({ protocol }) => protocol === 'ftp');
  const range = hasFtp ? parsePortRange(settings.servers.passivePorts ?? '') : undefined;
  const { mode, address, version3, port } = settings.servers.nfs;
  const isNfs = mode === 'kernel' || (mode === 'ganesha' && !address.startsWith('127.'));
  const nfs = isNfs ? firewallRules({ port, version3 }) : [];
  return [
    ...own,
    ...(range === undefined ? [] : [{ transport: 'tcp' as const, ...range }]),
    ...nfs.map((rule) => ({ transport: rule.transport, from: rule.port, to: rule.port })),
  ];
}

function judgeRules(program: FirewallProgram, rules: FirewallRules, needed: readonly OpenPorts[]): DoctorObserved {
  if (!rules.filters) return pass(program, 'It keeps nothing out that comes to this machine.');
  const closed = needed.filter((port) => !rules.open.some((open) => covers(open, port)));
  if (closed.length === 0) return pass(program, `It lets in ${portList(needed)}.`);
  return found('warning', program, {
    reason: `It filters, and no rule names ${portList(closed)}: who asks there would get no answer.`,
    remedy: `Run: ${commands(program, closed, rules.chain)}`,
  });
}

function unread(program: FirewallProgram, why: string, needed: readonly OpenPorts[]): DoctorObserved {
  return found('info', program, {
    reason: `Its rules cannot be read (${why}). Needed from elsewhere: ${portList(needed)}.`,
    remedy: `Run this as root to have them looked at. If it filters: ${commands(program, needed)}`,
  });
}

function covers(open: OpenPorts, port: OpenPorts): boolean {
  return open.transport === port.transport && open.from <= port.from && open.to >= port.to;
}

function portList(ports: readonly OpenPorts[]): string {
  return ports.map((port) => `${span(port, '-')}/${port.transport}`).join(', ');
}

function span({ from, to }: OpenPorts, between: string): string {
  return from === to ? `${from}` : `${from}${between}${to}`;
}

function commands(program: FirewallProgram, ports: readonly OpenPorts[], chain = 'inet filter input'): string {
  const each = ports.map((port) => command(program, port, chain));
  return [...each, ...(program === 'firewalld' ? ['firewall-cmd --reload'] : [])].join(' && ');
}

/** In front of what drops: a rule behind it would never be asked. */
function command(program: FirewallProgram, port: OpenPorts, chain: string): string {
  const { transport } = port;
  switch (program) {
    case 'firewalld':
      return `firewall-cmd --permanent --add-port=${span(port, '-')}/${transport}`;
    case 'ufw':
      return `ufw allow ${span(port, ':')}/${transport}`;
    case 'nft':
      return `nft insert rule ${chain} ${transport} dport ${span(port, '-')} accept`;
    case 'iptables':
      return `iptables -I INPUT -p ${transport} --dport ${span(port, ':')} -j ACCEPT`;
  }
}
