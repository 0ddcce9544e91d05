/** The programs of a simulated control domain, as far as somebody runs them: what they print, and how they end. */
import type { Host } from '../state/objects.js';
import type { World } from '../world.js';
import { bootConfigText, bootFilesOf } from './boot-files.js';
import {
  fileText,
  hasInstallerFiles,
  inMenu,
  installLog,
  leaveRemains,
  logOf,
  removeInstallerFiles,
  writtenFiles,
} from './files.js';
import { devices, memoryCounters, partitionTable, smartOf, space } from './hardware-texts.js';

export interface ProgramOutput {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProgramCall {
  readonly world: World;
  readonly host: Host;
  readonly args: readonly string[];
  readonly input: string;
}

type Program = (call: ProgramCall) => ProgramOutput;

const ok = (stdout = ''): ProgramOutput => ({ exitCode: 0, stdout, stderr: '' });
const failed = (stderr: string, exitCode = 1, stdout = ''): ProgramOutput => ({
  exitCode,
  stdout,
  stderr: `${stderr}\n`,
});
const missing = (path: string): ProgramOutput => failed(`${path}: No such file or directory`, 2);
const listed = (names: readonly string[]): ProgramOutput => ok(names.map((name) => `${name}\n`).join(''));

const firstBootSteps = ['01-network', '05-filesystem-summarise', '90-storage'];

export const programs: Readonly<Record<string, Program>> = {
  cat: ({ world, host, args }) => {
    const path = args.at(-1) ?? '';
    const text = fileText(world, host, path);
    return text === undefined ? missing(path) : ok(text);
  },
  test: ({ host }) => (host.machine.firmware === 'uefi' ? ok() : failed('', 1)),
  readlink: ({ host }) => ok(host.machine.system.diskPaths > 1 ? '/dev/dm-0\n' : '/dev/sda\n'),
  ls: ({ host, args }) => list(host, args.at(-1) ?? ''),
  sgdisk: ({ host, args }) => ok(partitionTable(host, args.at(-1) ?? '')),
  df: ({ host }) => ok(space(host)),
  multipath: ({ host }) => ok(host.machine.system.diskPaths > 1 ? '`- 1:0:0:1 sda 8:0 active ready running\n' : ''),
  find: ({ host, args }) =>
    args[0] === '/etc/firstboot.d'
      ? listed(firstBootSteps.map((step) => `/etc/firstboot.d/${step}`))
      : listed(host.machine.system.addedFiles),
  env: (call) => {
    const [, program = '', ...args] = call.args;
    return runProgram({ ...call, args }, program);
  },
  rpm: ({ host, args }) => rpm(host, args),
  lspci: ({ host }) => ok(devices(host)),
  chronyc: ({ host }) =>
    ok(
      `Reference ID    : C0000235\nLeap status     : ${host.machine.system.clockFollowed ? 'Normal' : 'Not synchronised'}\n`,
    ),
  smartctl: ({ host, args }) => ({ ...smartOf(host, args.at(-1) ?? ''), stderr: '' }),
  grep: ({ host, args }) => {
    // Told not to complain, it still ends with 2 where a file is not there.
    if (args.includes('-s')) return { exitCode: 2, stdout: memoryCounters(host), stderr: '' };
    const entry = inMenu(host);
    return entry !== null && hasInstallerFiles(host) ? ok(`type="url">${entry.url}</source>\n`) : failed('', 1);
  },
  stat: ({ world, host, args }) => {
    const path = args.at(-1) ?? '';
    const log = path === installLog ? logOf(world, host) : undefined;
    return log === undefined
      ? missing(path)
      : ok(`${Math.floor((log.at + host.clockOffset) / 1000)} ${log.text.length}\n`);
  },
  cp: ({ world, host, args }) => {
    const [from = '', to = ''] = args.slice(-2);
    const text = fileText(world, host, from);
    if (text === undefined) return missing(from);
    writtenFiles(host).set(to, text);
    return ok();
  },
  dd: ({ host, args, input }) => {
    writtenFiles(host).set(args.find((argument) => argument.startsWith('of='))?.slice('of='.length) ?? '', input);
    return ok();
  },
  chmod: () => ok(),
  sync: () => ok(),
  mv: ({ world, host, args }) => {
    const [from = '', to = ''] = args.slice(-2);
    const text = writtenFiles(host).get(from);
    if (text === undefined) return missing(from);
    writtenFiles(host).delete(from);
    if (to !== bootFilesOf(host).config) writtenFiles(host).set(to, text);
    else if (text === bootConfigText(host, null)) takeOut(world, host);
    return ok();
  },
  'grub-editenv': ({ host }) => {
    if (host.staged?.entry === 'one-shot') leaveRemains(host, host.staged);
    return ok();
  },
  rm: ({ host }) => {
    removeInstallerFiles(host);
    return ok();
  },
};

export function runProgram(call: ProgramCall, name: string): ProgramOutput {
  const program = Object.hasOwn(programs, name) ? programs[name] : undefined;
  return program === undefined ? failed(`${name}: command not found`, 127) : program(call);
}

function takeOut(world: World, host: Host): void {
  if (inMenu(host) === null) return;
  leaveRemains(host, null);
  world.history.record('unstaged', host.uuid, {});
}

function list(host: Host, path: string): ProgramOutput {
  const { machine } = host;
  if (path === '/sys/block') return ok(blockDevices(host));
  if (path.startsWith('/sys/block/')) return listed(machine.system.diskPaths > 1 ? ['sda', 'sdb'] : []);
  if (path === '/etc/firstboot.d/state') return listed(machine.firstBootFinished ? firstBootSteps : ['01-network']);
  if (path === '/boot/installer') {
    const files = ['install.img', 'upgrade.img', 'vmlinuz', 'xen.gz'];
    return hasInstallerFiles(host) ? listed(files) : missing(path);
  }
  return missing(path);
}

const buses = {
  sata: 'pci0000:00/0000:00:17.0/ata1/host0/target0:0:0/0:0:0:0',
  'fibre-channel': 'pci0000:00/0000:00:02.0/0000:05:00.0/host1/rport-1:0-0/target1:0:0/1:0:0:1',
  iscsi: 'platform/host3/session1/target3:0:0/3:0:0:1',
} as const;

function blockDevices({ machine }: Host): string {
  const { diskBus, diskPaths } = machine.system;
  const link = (name: string, target: string): string => `lrwxrwxrwx 1 root root 0 Jan  1 00:00 ${name} -> ${target}\n`;
  const disks = ['sda', 'sdb']
    .slice(0, diskPaths)
    .map((name) => link(name, `../devices/${buses[diskBus]}/block/${name}`));
  return [...disks, ...(diskPaths > 1 ? [link('dm-0', '../devices/virtual/block/dm-0')] : [])].join('');
}

function rpm({ machine, running }: Host, args: readonly string[]): ProgramOutput {
  const { addedPackages, editedFiles, addedFiles } = machine.system;
  if (args.includes('-qa')) {
    const vendor = running.facts.brand === 'XCP-ng' ? 'XCP-ng' : 'Citrix Systems, Inc.';
    const own = ['xapi-core\t1.249.3-1\t', 'kernel\t4.19.19-7\t'].map((start) => `${start}${vendor}`);
    return listed([...own, 'bash\t4.2.46-30.el7\tCentOS', ...addedPackages]);
  }
  if (args.includes('-V'))
    return failed('', editedFiles.length > 0 ? 1 : 0, editedFiles.map((file) => `S.5....T.  c ${file}\n`).join(''));
  const asked = args.filter((argument) => argument.startsWith('/') && addedFiles.includes(argument));
  return ok(asked.map((file) => `file ${file} is not owned by any package\n`).join(''));
}
