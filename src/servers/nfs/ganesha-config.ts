/** A configuration for NFS-Ganesha: the published media, read-only, without D-Bus, UDP or a grace period. */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { exportNumbers, type NfsClients, type PublishedTree } from './published-tree.js';

export interface GaneshaOptions {
  readonly clients?: NfsClients;
  /** An IPv4 address; all of them when not given. */
  readonly address?: string;
  readonly port?: number;
  /** Version 3 needs a running rpcbind, and hosts up to 6.5 need version 3 (media-and-clients.md 2.3). */
  readonly version3?: boolean;
}

const standardPort = 2049;

/** The text of a configuration file. @throws NFS_PATH_UNFIT */
export function ganeshaConfig(trees: readonly PublishedTree[], options: GaneshaOptions = {}): string {
  const { clients = [], address = '0.0.0.0', port = standardPort, version3 = false } = options;
  const numbers = exportNumbers(trees, 16);
  const protocols = version3 ? '3, 4' : '4';
  const core = block('NFS_CORE_PARAM', [
    `Protocols = ${protocols};`,
    `Bind_addr = ${address};`,
    `NFS_Port = ${port};`,
    'Enable_UDP = false;',
    'Enable_NLM = false;',
    'Enable_RQUOTA = false;',
  ]);
  const version4 = block('NFSv4', ['Graceless = true;', 'RecoveryBackend = fs;']);
  const exports = [...trees]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((tree) => exportBlock(tree, numbers.get(tree.id) ?? 0, protocols, clients));
  return [core, version4, ...exports].join('\n');
}

function exportBlock({ id, folder }: PublishedTree, number: number, protocols: string, clients: NfsClients): string {
  const access =
    clients.length === 0
      ? ['Access_Type = RO;']
      : ['Access_Type = NONE;', `CLIENT { Clients = ${clients.join(', ')}; Access_Type = RO; }`];
  return block('EXPORT', [
    `Export_Id = ${number};`,
    `Path = ${quoted(folder)};`,
    // The same path under version 3 and 4, so that one address fits all hosts.
    `Pseudo = ${quoted(folder)};`,
    `Tag = ${quoted(id)};`,
    ...access,
    'Squash = All_Squash;',
    'SecType = sys;',
    `Protocols = ${protocols};`,
    'Transports = TCP;',
    'FSAL { Name = VFS; }',
  ]);
}

function block(name: string, lines: readonly string[]): string {
  return `${name} {\n${lines.map((line) => `  ${line}\n`).join('')}}\n`;
}

/** Ganesha's strings in double quotes know `\"` and `\\`; a line feed cannot be written at all. */
function quoted(text: string): string {
  if (Buffer.from(text).some((byte) => byte < 0x20)) {
    throw new DrydockError('NFS_PATH_UNFIT', {
      attempted: 'writing an NFS-Ganesha configuration',
      subject: JSON.stringify(text),
    });
  }
  return `"${text.replace(/[\\"]/g, (character) => `\\${character}`)}"`;
}
