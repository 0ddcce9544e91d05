/** XenServer 5.6 to 6.5: media of XS-REPOSITORY files; nothing is signed, and packs have the same form as the media. */
import type { MediaInstallerFacts, MediaHostFacts, MediaRelease, MediumFacts } from './media-release.js';

/** boot files the plugin of 2011 to 2013 copied: media-and-clients.md 2.1 */
const bootFiles = ['install.img', 'boot/vmlinuz', 'boot/xen.gz'];

/** Installers 5.6: constants.py (`xs:main`), upgrade.py (from product 5.5.0). */
const medium56: MediumFacts = {
  layout: 'xs-repository',
  mainRepositories: ['xs:main'],
  bootFiles,
  linuxPack: 'separate', // media-and-clients.md 1.1, 1.3
};

const installer56: MediaInstallerFacts = {
  packs: ['xs-repository'],
  repositoryList: 'needed', // media-and-clients.md 1.3
  signatures: 'unchecked',
  upgradesFrom: { compares: 'product', version: '5.5.0' },
};

/** Installers 6.0 and 6.2: constants.py (`xcp:main`, `xs:main`; internal `xs:linux`), upgrade.py (from product 5.6.0). */
const medium6: MediumFacts = {
  layout: 'xs-repository',
  mainRepositories: ['xcp:main', 'xs:main'],
  bootFiles,
  linuxPack: 'on-medium', // `xs:linux` is one of the installer's internal repositories
};

const installer6: MediaInstallerFacts = {
  ...installer56,
  upgradesFrom: { compares: 'product', version: '5.6.0' },
};

/** 5.6 has no upgrade plugin (it came with 6.0): somebody boots its hosts by hand. media-and-clients.md 2.7 */
const hosts56: MediaHostFacts = { readsTreeinfo: 'no', readsSystemSectionAlone: false, failsOnRepositoryList: false };

/** `.treeinfo` is understood from the hotfix of 2016 on: result matrix, media-and-clients.md 2.1 */
const hosts6: MediaHostFacts = { ...hosts56, readsTreeinfo: 'with-hotfix' };

const xenserver = { brand: 'XenServer', build: null } as const;

export const xsRepositoryEra: readonly MediaRelease[] = [
  {
    ...xenserver,
    ...{ name: 'XenServer 5.6', product: '5.6.0', platform: null },
    ...{ medium: medium56, installer: installer56, hosts: hosts56, estimated: [] },
  },
  {
    ...xenserver,
    ...{ name: 'XenServer 5.6 FP1', product: '5.6.100', build: '39265p', platform: null },
    // Version and build as public monitoring scripts match them in the hosts' release files.
    ...{ medium: medium56, installer: installer56, hosts: hosts56, estimated: ['installer.upgradesFrom'] },
  },
  {
    ...xenserver,
    ...{ name: 'XenServer 5.6 SP2', product: '5.6.100', build: '47101p', platform: null },
    ...{ medium: medium56, installer: installer56, hosts: hosts56, estimated: ['installer.upgradesFrom'] },
  },
  {
    ...xenserver,
    // Installers of 7.0 take 1.0.99 for the oldest platform of 6.0: product.py.
    ...{ name: 'XenServer 6.0', product: '6.0.0', platform: '1.0.99' },
    ...{ medium: medium6, installer: installer6, hosts: hosts6, estimated: [] },
  },
  {
    ...xenserver,
    ...{ name: 'XenServer 6.0.2', product: '6.0.2', platform: '1.4.0' }, // media-and-clients.md 1.1: 1.4.x
    ...{ medium: medium6, installer: installer6, hosts: hosts6, estimated: ['platform'] },
  },
  {
    ...xenserver,
    ...{ name: 'XenServer 6.1', product: '6.1.0', platform: '1.6.10' }, // xapi.md 1.10
    ...{ medium: medium6, installer: installer6, hosts: hosts6, estimated: ['platform'] },
  },
  {
    ...xenserver,
    ...{ name: 'XenServer 6.2', product: '6.2.0', platform: '1.8.0' }, // media-and-clients.md 1.1: host records
    ...{ medium: medium6, installer: installer6, hosts: hosts6, estimated: [] },
  },
  {
    ...xenserver,
    ...{ name: 'XenServer 6.5', product: '6.5.0', platform: '1.9.0' }, // host records
    ...{ medium: medium6, installer: installer6, hosts: hosts6, estimated: ['installer.upgradesFrom'] },
  },
];
