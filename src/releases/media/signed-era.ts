/** XenServer 8 and 9, XCP-ng 8.3: `[system-v1]` beside the older sections, and a repository whose signature is enforced. */
import type { MediaHostFacts, MediaInstallerFacts, MediaRelease, MediumFacts } from './media-release.js';

const medium: MediumFacts = {
  layout: 'treeinfo',
  mainRepositories: [],
  bootFiles: ['install.img', 'boot/vmlinuz', 'boot/xen.gz', 'boot/isolinux/isolinux.cfg'],
  linuxPack: 'none',
};

/** By UEFI only; Xen's arguments are read from grub.cfg: media-and-clients.md 1.2, 2.1. */
const efiMedium: MediumFacts = {
  ...medium,
  bootFiles: ['install.img', 'boot/vmlinuz', 'boot/xen.efi', 'EFI/xenserver/grub.cfg'],
};

const installer: MediaInstallerFacts = {
  packs: ['update-xml'],
  repositoryList: 'ignored',
  signatures: 'first-media-key', // media-and-clients.md 0.12, 2.4
  upgradesFrom: { compares: 'platform', version: '2.1.0' }, // XENSERVER_MIN_VERSION, up to 11.1
};

/** Libraries 3.0.x on Python 3: trace host-library-3.0.4.treeinfo, media-and-clients.md 2.1. */
const hosts: MediaHostFacts = {
  readsTreeinfo: 'yes',
  readsSystemSectionAlone: true,
  failsOnRepositoryList: true,
};

export const signedEra: readonly MediaRelease[] = [
  {
    ...{ name: 'XenServer 8', brand: 'XenServer', product: '8.4.0', build: null, platform: '3.4.0' },
    ...{ medium, installer, hosts, estimated: [] },
  },
  {
    // Its platform number is not published in what was read: media-and-clients.md 1.1, "newer".
    ...{ name: 'XenServer 9', brand: 'XenServer', product: '9.0.0', build: null, platform: null },
    ...{ medium: efiMedium, installer, hosts, estimated: ['product', 'medium.bootFiles'] },
  },
  {
    ...{ name: 'XCP-ng 8.3', brand: 'XCP-ng', product: '8.3.0', build: null, platform: '3.4.0' },
    ...{ medium, installer, hosts, estimated: [] },
  },
];
