/** XenServer 7.0: the first of `.treeinfo` media, with the new partition layout; its installer still reads older packs. */
import type { ReleaseFacts } from './release-facts.js';

export const xenserver70: ReleaseFacts = {
  id: 'xenserver-7.0',
  name: 'XenServer 7.0',
  brand: 'XenServer',
  productVersion: '7.0.0',
  platform: { name: 'XCP', version: '2.1.0' }, // media-and-clients.md 1.1: what installers call 7.0
  apiVersion: { major: 2, minor: 5 }, // xapi.md 1.10, code name dundee; xapi_globs.ml of branch dundee-lcm
  xapiVersion: '1.9.80', // file VERSION of branch dundee-lcm
  // Keys and their form as in the sample of a 7.x pre-release, xapi.md 1.10.
  softwareVersion: {
    product_version: '7.0.0',
    product_version_text: '7.0',
    product_version_text_short: '7.0',
    product_brand: 'XenServer',
    platform_name: 'XCP',
    platform_version: '2.1.0',
    build_number: '125380c',
    hostname: 'localhost',
    date: '2016-05-20',
    dbv: '2016.0520',
    xapi: '1.9',
    xen: '4.6.1-1-d',
    linux: '3.10.0+10',
    xencenter_min: '2.5',
    xencenter_max: '2.5',
    network_backend: 'openvswitch',
  },
  media: {
    packageTargets: [
      { kind: 'group', id: 'xenserver_base' },
      { kind: 'group', id: 'xenserver_dom0' },
    ], // media-and-clients.md 1.2
    systemSection: false, // came 2021-11: media-and-clients.md 1.4
  },
  installer: {
    generation: '7.0', // trace installer-7.0
    packagePhase: 'yum', // media-and-clients.md 2.5
    signatures: 'unchecked', // media-and-clients.md 2.4
    acceptsBareRepository: false, // the generic repository came 2021-12: media-and-clients.md 2.4
    ftpProbe: 'size', // trace installer-7.0.treeinfo.ftp
    ftpStandardPortOnly: true, // media-and-clients.md 2.4
    basicAuthStandardPortOnly: true, // media-and-clients.md 0.7
    minimumPlatform: '1.0.99', // host-installer, product.py: the platform of 6.0
  },
  hostPlugin: {
    generation: '2016-11', // traces README: 7.0 - 7.6 hosts
    functions: ['testUrl', 'main', 'testSafe2Upgrade'], // getVersion came with 2.1.0: media-and-clients.md 2.7
    mainIsIdempotent: true, // since 2016-11: media-and-clients.md 2.7
    needsTrailingSlash: true, // result matrix, media-and-clients.md 2.1
    needsPlatformSection: true, // result matrix, media-and-clients.md 2.1
    ftpProbe: 'size', // media-and-clients.md 2.2
    basicAuthStandardPortOnly: true, // media-and-clients.md 0.7
  },
  estimated: [
    'softwareVersion.product_version_text',
    'softwareVersion.product_version_text_short',
    'softwareVersion.build_number',
    'softwareVersion.date',
    'softwareVersion.dbv',
    'softwareVersion.xen',
    'softwareVersion.linux',
    'softwareVersion.xencenter_min',
    'softwareVersion.xencenter_max',
  ],
};
