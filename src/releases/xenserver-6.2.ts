/** XenServer 6.2: the release that was given away, and the first whose login takes an originator. */
import type { ReleaseFacts } from './release-facts.js';

export const xenserver62: ReleaseFacts = {
  id: 'xenserver-6.2',
  name: 'XenServer 6.2',
  brand: 'XenServer',
  productVersion: '6.2.0',
  platform: { name: 'XCP', version: '1.8.0' }, // media-and-clients.md 1.1: host records
  apiVersion: { major: 2, minor: 0 }, // xapi.md 1.10, code name clearwater; xapi_globs.ml of tag XS62
  xapiVersion: '1.3.2', // file VERSION of tag XS62
  // Keys: software_version in xapi_globs.ml and make_software_version in create_misc.ml, tag XS62.
  softwareVersion: {
    product_version: '6.2.0',
    product_version_text: '6.2',
    product_version_text_short: '6.2',
    product_brand: 'XenServer',
    platform_name: 'XCP',
    platform_version: '1.8.0',
    build_number: '70446c', // xapi.md 1.10
    hostname: 'localhost',
    date: '2013-06-14',
    dbv: '2013.0621',
    xapi: '1.3',
    xen: '4.1.5',
    linux: '2.6.32.43-0.4.1.xs1.8.0.835.170778xen',
    xencenter_min: '2.0',
    xencenter_max: '2.0',
    network_backend: 'openvswitch',
    'xs:main': 'XenServer Pack, version 6.2.0, build 70446c',
    'xcp:main': 'Base Pack, version 1.8.0, build 70446c',
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
    ftpProbe: 'nlst', // media-and-clients.md 2.4, trace installer-6.2
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
