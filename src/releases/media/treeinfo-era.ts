/** XenServer and XCP-ng 7.0 to 8.2: `.treeinfo` with a yum repository; its signature is not looked at, or checked with a key of the installer's own. */
import type { MediaHostFacts, MediaInstallerFacts, MediaRelease, MediumFacts } from './media-release.js';

const medium: MediumFacts = {
  layout: 'treeinfo',
  mainRepositories: [],
  // The plugin of 2013-08 to 2024-12 asks for these four: media-and-clients.md 2.1.
  bootFiles: ['install.img', 'boot/vmlinuz', 'boot/xen.gz', 'boot/isolinux/isolinux.cfg'],
  linuxPack: 'none',
};

/** Installer 7.0: reads both layouts, so packs are still named by the list (media-and-clients.md 1.5, 2.4). */
const installer70: MediaInstallerFacts = {
  packs: ['xs-repository'],
  repositoryList: 'read',
  signatures: 'unchecked', // media-and-clients.md 2.4
  upgradesFrom: { compares: 'platform', version: '1.0.99' }, // product.py: the platform of 6.0
};

/** Installers 7.1 to 7.6 (tags 10.0.0 to 10.3.0): XML packs are not read any more, 6.0 is still upgraded. */
const installer71: MediaInstallerFacts = { ...installer70, packs: ['update-xml'], repositoryList: 'ignored' };

/** Installers from 8.0 on (2018-12, CA-304341): from platform 2.1.0, which is 7.0. */
const installer80: MediaInstallerFacts = {
  ...installer71,
  upgradesFrom: { compares: 'platform', version: '2.1.0' },
};

/** Unattended installs and those from an address: media-and-clients.md 2.4. */
const xcpNgInstaller80: MediaInstallerFacts = { ...installer80, signatures: 'built-in-key' };

/** Python libraries before 2.3.5 (2021-11): result matrix, media-and-clients.md 2.1. */
const hosts: MediaHostFacts = {
  readsTreeinfo: 'yes',
  readsSystemSectionAlone: false,
  failsOnRepositoryList: false,
};

/** Library 2.3.5 of 2021-11-29. */
const hosts821: MediaHostFacts = { ...hosts, readsSystemSectionAlone: true };

const xenserver = { brand: 'XenServer', build: null, medium, hosts } as const;
const xcpNg = { brand: 'XCP-ng', build: null, medium, hosts } as const;
/** Platform numbers that are commonly known: media-and-clients.md 1.1, xapi.md 1.10 give lower bounds. */
const byName = { estimated: ['platform'] } as const;
/** XCP-ng's media of 7.x are as XenServer's of the same number: media-and-clients.md 1.1. */
const likeXenServer = { estimated: ['platform', 'installer.signatures', 'installer.upgradesFrom'] } as const;

export const treeinfoEra: readonly MediaRelease[] = [
  // Source: XENSERVER_MIN_VERSION of the installers from 8.0 on.
  {
    ...xenserver,
    ...{ name: 'XenServer 7.0', product: '7.0.0', platform: '2.1.0', installer: installer70, estimated: [] },
  },
  { ...xenserver, ...byName, name: 'XenServer 7.1', product: '7.1.0', platform: '2.2.0', installer: installer71 },
  { ...xenserver, ...byName, name: 'XenServer 7.2', product: '7.2.0', platform: '2.3.0', installer: installer71 },
  { ...xenserver, ...byName, name: 'XenServer 7.3', product: '7.3.0', platform: '2.4.0', installer: installer71 },
  { ...xenserver, ...byName, name: 'XenServer 7.4', product: '7.4.0', platform: '2.5.0', installer: installer71 },
  { ...xenserver, ...byName, name: 'XenServer 7.5', product: '7.5.0', platform: '2.6.0', installer: installer71 },
  { ...xenserver, ...byName, name: 'XenServer 7.6', product: '7.6.0', platform: '2.7.0', installer: installer71 },
  {
    ...xenserver,
    ...byName,
    name: 'Citrix Hypervisor 8.0',
    product: '8.0.0',
    platform: '3.0.0',
    installer: installer80,
  },
  {
    ...xenserver,
    ...byName,
    name: 'Citrix Hypervisor 8.1',
    product: '8.1.0',
    platform: '3.1.0',
    installer: installer80,
  },
  {
    ...xenserver,
    ...byName,
    name: 'Citrix Hypervisor 8.2',
    product: '8.2.0',
    platform: '3.2.0',
    installer: installer80,
  },
  {
    ...xenserver,
    ...{ name: 'Citrix Hypervisor 8.2 CU1', product: '8.2.1', platform: '3.2.1', installer: installer80 },
    ...{ hosts: hosts821, estimated: [] },
  },
  { ...xcpNg, ...likeXenServer, name: 'XCP-ng 7.4', product: '7.4.0', platform: '2.5.0', installer: installer71 },
  {
    ...xcpNg,
    // The platform of 7.5 is that of a public host record (xapi.md 1.10).
    ...{ name: 'XCP-ng 7.5', product: '7.5.0', platform: '2.6.0', installer: installer71 },
    estimated: ['installer.signatures', 'installer.upgradesFrom'],
  },
  { ...xcpNg, ...likeXenServer, name: 'XCP-ng 7.6', product: '7.6.0', platform: '2.7.0', installer: installer71 },
  { ...xcpNg, ...byName, name: 'XCP-ng 8.0', product: '8.0.0', platform: '3.0.0', installer: xcpNgInstaller80 },
  { ...xcpNg, ...byName, name: 'XCP-ng 8.1', product: '8.1.0', platform: '3.1.0', installer: xcpNgInstaller80 },
  { ...xcpNg, ...byName, name: 'XCP-ng 8.2', product: '8.2.0', platform: '3.2.0', installer: xcpNgInstaller80 },
  {
    ...xcpNg,
    ...{ name: 'XCP-ng 8.2.1', product: '8.2.1', platform: '3.2.1', installer: xcpNgInstaller80, hosts: hosts821 },
    estimated: ['hosts.readsSystemSectionAlone'],
  },
];
