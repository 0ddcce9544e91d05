/** The files that every bootable medium has; their content is synthetic, their places and configuration are real. */
import { gzipSync } from 'node:zlib';
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { deterministicBytes } from './content.js';
import { buildTime, type MediumSpec } from './medium-options.js';
import { run } from './programs.js';

const xenArguments = 'dom0_max_vcpus=1-16 dom0_mem=max:8192M com1=115200,8n1 console=com1,vga';
const kernelArguments = 'console=hvc0 console=tty0';

const isolinuxConfig = `DEFAULT install
PROMPT 1
TIMEOUT 50

LABEL install
	KERNEL mboot.c32
	APPEND /boot/xen.gz ${xenArguments} --- /boot/vmlinuz ${kernelArguments} --- /install.img
`;

const grubConfig = `set default="0"
set timeout=5

menuentry "install" {
    multiboot2 /boot/xen.gz ${xenArguments}
    module2 /boot/vmlinuz ${kernelArguments}
    module2 /install.img
}
`;

/** A boot sector that halts: enough for a boot catalogue to point at. */
const haltingBootImage = Buffer.alloc(2048, Buffer.from([0xf4, 0xeb, 0xfd]));

export async function buildBootFiles(spec: MediumSpec, tree: string): Promise<void> {
  const files: Record<string, Uint8Array | string> = {
    'install.img': await installImage(spec),
    'boot/vmlinuz': deterministicBytes('vmlinuz', spec.kernel),
    'boot/xen.gz': gzipSync(deterministicBytes('xen', spec.hypervisor)),
    'boot/isolinux/isolinux.bin': haltingBootImage,
    'boot/isolinux/isolinux.cfg': isolinuxConfig,
    'boot/isolinux/mboot.c32': deterministicBytes('mboot.c32', 3_000),
    'boot/pxelinux/mboot.c32': deterministicBytes('mboot.c32', 3_000),
    'boot/pxelinux/pxelinux.0': deterministicBytes('pxelinux.0', 3_000),
    'boot/efiboot.img': deterministicBytes('efiboot.img', 8_192),
    'EFI/xenserver/grub.cfg': grubConfig,
    'EFI/xenserver/grubx64.efi': deterministicBytes('grubx64.efi', 6_000),
    EULA: 'Synthetic medium of the Drydock project. It installs nothing and carries no terms.\n',
    LICENSES: 'All content is synthetic and under the licence of the Drydock project (MIT).\n',
  };
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(tree, path)), { recursive: true });
    await writeFile(join(tree, path), content);
  }
}

/** What the real one is: a newc archive in bzip2. */
async function installImage(spec: MediumSpec): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'drydock-initrd-'));
  try {
    const names = ['EULA', 'installer.bin'];
    await writeFile(join(folder, 'EULA'), 'Synthetic.\n');
    await writeFile(join(folder, 'installer.bin'), deterministicBytes('installer', spec.installImage));
    for (const name of names) await utimes(join(folder, name), buildTime, buildTime);
    const archive = await run('cpio', ['--quiet', '-o', '-H', 'newc', '--reproducible', '-R', '0:0'], {
      cwd: folder,
      input: `${names.join('\n')}\n`,
    });
    return await run('bzip2', ['-9'], { input: archive });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
