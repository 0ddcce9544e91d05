/** XenServer 6.0.2: the first with an upgrade plugin that is recorded, and the last without a platform version to compare. */
import type { ReleaseFacts } from './release-facts.js';

export const xenserver602: ReleaseFacts = {
  id: 'xenserver-6.0.2',
  name: 'XenServer 6.0.2',
  brand: 'XenServer',
  productVersion: '6.0.2',
  platform: { name: 'XCP', version: '1.4.0' }, // of its medium (1.4.x): media-and-clients.md 1.1; hosts do not report it
  apiVersion: { major: 1, minor: 9 }, // xapi.md 1.10, code name boston
  xapiVersion: '1.3.0', // `xapi` is 1.3 up to 6.5: xapi.md 1.10
  // platform_name, platform_version and product_brand came with 6.1: xapi.md 1.10, commit cb18ab94c4.
  softwareVersion: {
    product_version: '6.0.2',
    product_version_text: '6.0.2',
    product_version_text_short: '6.0.2',
    build_number: '53456p', // xapi.md 1.10
    hostname: 'localhost',
    date: '2012-02-29',
    dbv: '2012.0221',
    xapi: '1.3',
    xen: '4.1.2',
    linux: '2.6.32.12-0.7.1.xs6.0.2.542.170665xen',
    xencenter_min: '1.9',
    xencenter_max: '1.9',
    network_backend: 'openvswitch',
    'xs:main': 'XenServer Pack, version 6.0.2, build 53456p',
    'xcp:main': 'Base Pack, version 1.4.0, build 53456p',
  },
  media: {
    packageTargets: [], // packages lie in repositories of their own and all are installed: media-and-clients.md 1.3
    systemSection: false, // no `.treeinfo`: media-and-clients.md 1.1
  },
  installer: {
    generation: '5.6', // media-and-clients.md 2.4: one model from 5.6 to 6.5
    packagePhase: 'yum', // plays no part: no package manager before 7.0
    signatures: 'unchecked', // nothing is signed: media-and-clients.md 2.4
    acceptsBareRepository: false, // no yum repository at all: media-and-clients.md 1.3
    ftpProbe: 'nlst', // media-and-clients.md 2.4, trace installer-6.0
    ftpStandardPortOnly: true, // media-and-clients.md 2.4
    basicAuthStandardPortOnly: true, // media-and-clients.md 0.7
    minimumPlatform: '0.0.0', // compares product versions, from 5.6.0 on: host-installer, upgrade.py
  },
  hostPlugin: {
    generation: '2016-05', // with the RPU hotfix of 2016, which media of 7.0 and later need: media-and-clients.md 2.1
    functions: ['testUrl', 'main', 'testSafe2Upgrade'], // media-and-clients.md 2.7: testSafe2Upgrade came 2015
    mainIsIdempotent: false, // since 2016-11: media-and-clients.md 2.7
    needsTrailingSlash: true, // result matrix, media-and-clients.md 2.1
    needsPlatformSection: true, // result matrix, media-and-clients.md 2.1
    ftpProbe: 'size', // from 2016-05 on: media-and-clients.md 2.2
    basicAuthStandardPortOnly: true, // media-and-clients.md 0.7
  },
  estimated: [
    'platform.version',
    'xapiVersion',
    'softwareVersion.product_version_text',
    'softwareVersion.product_version_text_short',
    'softwareVersion.date',
    'softwareVersion.dbv',
    'softwareVersion.xen',
    'softwareVersion.linux',
    'softwareVersion.xencenter_min',
    'softwareVersion.xencenter_max',
    'softwareVersion.xs:main',
    'softwareVersion.xcp:main',
  ],
};
