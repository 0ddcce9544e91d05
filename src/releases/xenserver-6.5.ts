/** XenServer 6.5: the last release of XS-REPOSITORY media, and the first that answers JSON-RPC. */
import type { ReleaseFacts } from './release-facts.js';

export const xenserver65: ReleaseFacts = {
  id: 'xenserver-6.5',
  name: 'XenServer 6.5',
  brand: 'XenServer',
  productVersion: '6.5.0',
  platform: { name: 'XCP', version: '1.9.0' }, // sample in xapi.md 1.10
  apiVersion: { major: 2, minor: 3 }, // xapi.md 1.10, code name creedence
  xapiVersion: '1.3.0', // `xapi` is 1.3 in the sample of xapi.md 1.10; no third number is published
  // Sample in xapi.md 1.10.
  softwareVersion: {
    product_version: '6.5.0',
    product_version_text: '6.5',
    product_version_text_short: '6.5',
    product_brand: 'XenServer',
    platform_name: 'XCP',
    platform_version: '1.9.0',
    build_number: '90233c',
    hostname: 'localhost',
    date: '2014-12-09',
    dbv: '2015.0101',
    xapi: '1.3',
    xen: '4.4.1-xs90192',
    linux: '3.10.0+2',
    xencenter_min: '2.3',
    xencenter_max: '2.3',
    network_backend: 'openvswitch',
    'xs:main': 'XenServer Pack, version 6.5.0, build 90233c',
    'xcp:main': 'Base Pack, version 1.9.0, build 90233c',
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
    ftpProbe: 'nlst', // media-and-clients.md 2.4, trace installer-6.2 for its neighbour
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
    'xapiVersion',
    'softwareVersion.product_version_text',
    'softwareVersion.product_version_text_short',
    'installer.minimumPlatform',
  ],
};
