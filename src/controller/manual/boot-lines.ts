/** Boot lines that start the installer over the network from a host's own address, for iPXE and GRUB (media-and-clients.md 2.6, 3.3). */

export interface BootableMedium {
  /** Has the file at this path. */
  has(path: string): boolean;
}

/** Empty where the medium has no files to boot from over HTTP. @param url of the grant, with the slash at its end */
export function bootLines(url: string, medium: BootableMedium): readonly string[] {
  if (!url.startsWith('http:') || !medium.has('boot/vmlinuz') || !medium.has('install.img')) return [];
  const xen = 'dom0_max_vcpus=1-16 dom0_mem=max:8192M com1=115200,8n1 console=com1,vga';
  const kernel = 'console=hvc0 console=tty0 install';
  const bios = [
    'iPXE (BIOS; GRUB and iPXE want boot/xen.gz unpacked where their version cannot read it):',
    `  kernel ${url}boot/xen.gz ${xen}`,
    `  module ${url}boot/vmlinuz ${kernel}`,
    `  module ${url}install.img`,
    '  boot',
  ];
  const at = new URL(url);
  const path = at.pathname;
  const uefi = [
    'GRUB (UEFI), started over the network:',
    `  set root=(http,${at.host})`,
    `  multiboot2 ${path}boot/xen.gz ${xen}`,
    `  module2 ${path}boot/vmlinuz ${kernel}`,
    `  module2 ${path}install.img`,
    '  boot',
  ];
  const newer = [
    'GRUB (UEFI), started over the network:',
    `  set root=(http,${at.host})`,
    `  xen_hypervisor ${path}boot/xen.efi ${xen}`,
    `  xen_module ${path}boot/vmlinuz ${kernel}`,
    `  xen_module ${path}install.img`,
    '  boot',
  ];
  if (medium.has('boot/xen.gz')) return [...bios, ...uefi];
  return medium.has('boot/xen.efi') ? newer : [];
}
