/** Trees of 7.0 and later as each release has them: sections of `.treeinfo`, groups or xcp-ng-deps, BIOS or UEFI. */
import type { MediaRelease } from '../../src/releases/media/media-release.js';
import { treeinfoTree, type FileTree, type SyntheticOptions, type SyntheticPackage } from './media-synthetic-tree.js';

/** Invented numbers in the form of the release's own. */
const packages: readonly SyntheticPackage[] = [
  { name: 'xapi-core', version: '1.249.19', release: '1.1.synth', content: 'xapi' },
  { name: 'xen-hypervisor', version: '4.13.4', release: '9.17.1.synth', content: 'xen' },
  { name: 'kernel', version: '4.19.19', content: 'kernel', provides: { 'kernel-uname-r': '4.19.0+1' } },
];

const xcpNgDeps: SyntheticPackage = { name: 'xcp-ng-deps', version: '8', content: 'deps' };
export const xenServerGroups = { xenserver_base: ['xapi-core'], xenserver_dom0: ['kernel'] };

/** XenServer 9 has a platform that is not published in what was read: this one is invented. */
const platformOf = (release: MediaRelease): string => release.platform ?? '3.5.0';

export function treeinfoOf(release: MediaRelease): string {
  const platform = platformOf(release);
  const sections = [
    `[platform]\nname = XCP\nversion = ${platform}\n`,
    `[branding]\nname = ${release.brand}\nversion = ${release.product}\n`,
    `[build]\nnumber = synth\n`,
  ];
  // [keys] since 2016-10: reference 1.4.
  if (release.product !== '7.0.0') sections.push('[keys]\nkey1 = RPM-GPG-KEY-synth\n');
  if (release.installer.signatures === 'first-media-key') {
    sections.push(
      `[system-v1]\nplatform_name = XCP\nplatform_version = ${platform}\nproduct_name = ${release.brand}\nproduct_version = ${release.product}\n`,
    );
  }
  return sections.join('\n');
}

export async function treeinfoRelease(release: MediaRelease, options: SyntheticOptions = {}): Promise<FileTree> {
  const own: SyntheticOptions =
    release.brand === 'XCP-ng' ? { packages: [...packages, xcpNgDeps] } : { packages, groups: xenServerGroups };
  const treeinfo = treeinfoOf(release);
  const tree = await treeinfoTree({ treeinfo, signed: treeinfo.includes('[keys]'), ...own, ...options });
  if (!release.medium.bootFiles.includes('boot/isolinux/isolinux.cfg')) {
    for (const path of ['boot/isolinux/isolinux.cfg', 'boot/xen.gz']) tree.delete(path);
    tree.set('boot/xen.efi', Buffer.from('efi'));
  }
  return tree;
}
