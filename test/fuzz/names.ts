/** Names of files as install media have them, and such as no program writes. */
import type { Draws } from './draws.js';

const usual = [
  ...['.treeinfo', 'repodata', 'repomd.xml', 'Packages', 'kernel-6.6-1.x86_64.rpm', 'boot', 'xen.gz', 'isolinux'],
  ...['XS-REPOSITORY', 'XS-PACKAGES', 'XS-REPOSITORY-LIST', 'packages.main', 'packages.xs', 'install.img', 'a', 'EFI'],
];

export function drawName(draws: Draws): string {
  return draws.text(usual);
}

export function drawPath(draws: Draws): string {
  return draws.many(1, 4, () => drawName(draws)).join('/');
}
