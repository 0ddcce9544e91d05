/**
 * Listening sockets as inherited file descriptors, in systemd's protocol (sd_listen_fds(3)): the same whether systemd
 * or `drydock serve` opened them.
 */
import { services, type Service } from '../../servers/handover/messages.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';

export interface InheritedSocket {
  readonly name: Service;
  readonly descriptor: number;
}

const firstDescriptor = 3;

/** @throws CONFIG_INVALID for names that are none of ours */
export function inheritedSockets(
  environment: Readonly<Record<string, string | undefined>>,
  pid: number,
): InheritedSocket[] {
  const { LISTEN_PID: owner, LISTEN_FDS: count, LISTEN_FDNAMES: names = '' } = environment;
  if (owner !== undefined && Number(owner) !== pid) return [];
  const given = names.split(':');
  return Array.from({ length: Number(count ?? 0) }, (_, index) => ({
    name: knownName(given[index] ?? ''),
    descriptor: firstDescriptor + index,
  }));
}

/** The environment that tells a child about descriptors put at 3 and up, in the order of the names. */
export function socketEnvironment(names: readonly Service[]): Record<string, string> {
  return { LISTEN_FDS: String(names.length), LISTEN_FDNAMES: names.join(':') };
}

function knownName(name: string): Service {
  const known = services.find((one) => one === name);
  if (known !== undefined) return known;
  throw new DrydockError('CONFIG_INVALID', {
    attempted: 'taking over listening sockets',
    subject: 'LISTEN_FDNAMES',
    expected: services.join(', '),
    found: name === '' ? 'a socket without a name' : name,
  });
}
