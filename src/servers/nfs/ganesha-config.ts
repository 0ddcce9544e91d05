/** A configuration for NFS-Ganesha: trees, read-only, without D-Bus, UDP or a grace period. */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { everybody, exportNumbers, type NfsExport } from './nfs-export.js';

export interface GaneshaOptions {
  /** An IPv4 address; all of them when not given. */
  readonly address?: string;
  readonly port?: number;
  /** Version 3 needs a running rpcbind, and hosts up to 6.5 need version 3 (media-and-clients.md 2.3). */
  readonly version3?: boolean;
  /** Where Ganesha remembers its clients; its own default needs root and a folder that packages make. */
  readonly recoveryFolder?: string;
}

export const nfsPort = 2049;
/** Ganesha and the kernel take any port for version 3's mount protocol; a fixed one can be let through a firewall. */
export const mountPort = 20048;

/**
 * The text of a configuration file.
 * @param before the numbers of exports that clients may have mounted already
 * @throws NFS_PATH_UNFIT
 */
export function ganeshaConfig(
  exports: readonly NfsExport[],
  options: GaneshaOptions = {},
  before: ReadonlyMap<string, number> = new Map(),
): string {
  const { address = '0.0.0.0', port = nfsPort, version3 = false, recoveryFolder } = options;
  const shown = exports.filter(({ clients }) => clients.length > 0);
  const numbers = exportNumbers(
    shown.map(({ id }) => id),
    16,
    before,
  );
  const protocols = version3 ? '3, 4' : '4';
  const core = block('NFS_CORE_PARAM', [
    `Protocols = ${protocols};`,
    `Bind_addr = ${address};`,
    `NFS_Port = ${port};`,
    ...(version3 ? [`MNT_Port = ${mountPort};`] : []),
    // A version 3 client then mounts the same path as a version 4 one.
    'Mount_Path_Pseudo = true;',
    'Enable_UDP = false;',
    'Enable_NLM = false;',
    'Enable_RQUOTA = false;',
  ]);
  const version4 = block('NFSv4', [
    'Graceless = true;',
    'RecoveryBackend = fs;',
    ...(recoveryFolder === undefined ? [] : [`RecoveryRoot = ${quoted(recoveryFolder)};`]),
  ]);
  const blocks = [...shown]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((one) => exportBlock(one, numbers.get(one.id) ?? 0, protocols));
  return [core, version4, ...blocks].join('\n');
}

function exportBlock({ id, folder, path, clients }: NfsExport, number: number, protocols: string): string {
  const access = clients.includes(everybody)
    ? ['Access_Type = RO;']
    : [
        'Access_Type = NONE;',
        `CLIENT { Clients = ${clients.join(', ')}; Access_Type = RO; Protocols = ${protocols}; }`,
      ];
  return block('EXPORT', [
    `Export_Id = ${number};`,
    `Path = ${quoted(folder)};`,
    `Pseudo = ${quoted(path)};`,
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
