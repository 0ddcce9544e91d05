/** A real Linux kernel as an NFS client: Debian's, in QEMU with software emulation, whose network ends at our loopback. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findProgram, run } from '../media-builder/programs.js';
import { writeCpio, type CpioSpec } from './media-cpio-writer.js';

/** What the guest calls this machine (QEMU's user-mode network). */
export const hostSeenFromGuest = '10.0.2.2';

export interface GuestOptions {
  /** The folder that the kernel's package was unpacked into. */
  readonly root: string;
  readonly kernel: string;
  /** For the initial file system. */
  readonly work: string;
  /** What the guest does, as a script of its busybox, once it has a network. */
  readonly script: string;
}

export class Guest {
  #output = '';
  #ended = false;
  readonly #child: ChildProcess;
  readonly #kill: NodeJS.Timeout;

  private constructor(command: readonly string[], seconds: number) {
    this.#child = spawn('qemu-system-x86_64', command, { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.#output += text));
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.#output += text));
    this.#child.once('close', () => (this.#ended = true));
    this.#kill = setTimeout(() => this.#child.kill('SIGKILL'), seconds * 1000);
  }

  /** @param seconds after which it is ended, whatever it does */
  static async boot(options: GuestOptions, seconds: number): Promise<Guest> {
    const initial = join(options.work, 'initramfs');
    await writeFile(initial, await initialFiles(options));
    return new Guest(
      [
        ...['-accel', 'tcg', '-cpu', 'max', '-m', '256', '-display', 'none', '-no-reboot', '-nodefaults'],
        ...['-serial', 'stdio', '-kernel', join(options.root, 'boot', `vmlinuz-${options.kernel}`)],
        ...['-initrd', initial, '-append', 'console=ttyS0 loglevel=1 panic=-1'],
        ...['-netdev', 'user,id=net', '-device', 'virtio-net-pci,netdev=net,romfile='],
      ],
      seconds,
    );
  }

  get output(): string {
    return this.#output.replaceAll('\r', '');
  }

  /** Waits until the guest has said something. */
  async until(text: string): Promise<void> {
    while (!this.output.includes(text)) {
      if (this.#ended) throw new Error(`the guest ended without "${text}":\n${this.output.slice(-2000)}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** A line for the script's `read`. */
  say(line: string): void {
    this.#child.stdin?.write(`${line}\n`);
  }

  async end(): Promise<void> {
    clearTimeout(this.#kill);
    if (this.#ended) return;
    this.#child.kill('SIGKILL');
    await once(this.#child, 'close');
  }
}

/** Prints `<sha256>  ./<path>` for every file below the present folder. */
export const digests = 'find . -type f -exec sha256sum {} +';

async function initialFiles({ root, kernel, script }: GuestOptions): Promise<Buffer> {
  const modules = await modulesFor(['virtio_pci', 'virtio_net', 'nfsv4'], root, kernel);
  const folder = (path: string): CpioSpec => ({ path, mode: 0o040755 });
  const loaded = modules.map((path, index) => ({ path, name: `modules/${index}.ko` }));
  const init = [
    '#!/bin/busybox sh',
    '/bin/busybox --install -s /bin',
    'export PATH=/bin',
    'mount -t proc proc /proc',
    'mount -t devtmpfs dev /dev',
    'stty -F /dev/console -echo',
    ...loaded.map(({ name }) => `insmod /${name}`),
    'ip link set lo up; ip link set eth0 up; ip addr add 10.0.2.15/24 dev eth0',
    script,
    'echo END',
    'poweroff -f',
  ];
  return writeCpio([
    ...['bin', 'dev', 'proc', 'mnt', 'modules'].map(folder),
    { path: 'dev/console', mode: 0o020600, fields: { 9: 5, 10: 1 } },
    { path: 'bin/busybox', mode: 0o100755, content: await readFile(findProgram('busybox') ?? '') },
    ...(await Promise.all(loaded.map(async ({ path, name }) => ({ path: name, content: await readFile(path) })))),
    { path: 'init', mode: 0o100755, content: `${init.join('\n')}\n` },
  ]);
}

/** Their files, each after those that it needs. */
async function modulesFor(names: readonly string[], root: string, kernel: string): Promise<string[]> {
  await run('depmod', ['-b', root, kernel]);
  const lines = await Promise.all(
    names.map((name) => run('modprobe', ['-d', root, '-S', kernel, '--show-depends', name])),
  );
  const paths = lines.join('').matchAll(/^insmod (\S+)/gm);
  return [...new Set([...paths].map(([, path = '']) => path))];
}
