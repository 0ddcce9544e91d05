/** XenServer 7.6: the last release whose host plugin can be read. */
import type { ReleaseFacts } from './release-facts.js';

export const xenserver76: ReleaseFacts = {
  id: 'xenserver-7.6',
  name: 'XenServer 7.6',
  brand: 'XenServer',
  productVersion: '7.6.0',
  platform: { name: 'XCP', version: '2.7.0' }, // media-and-clients.md 1.1
  apiVersion: { major: 2, minor: 11 }, // xapi.md 1.10, code name lima
  xapiVersion: '1.110.1',
  // Keys as in xapi.md 1.10: xapi_build came later, so 7.6 leaves it out.
  softwareVersion: {
    product_version: '7.6.0',
    product_version_text: '7.6',
    product_version_text_short: '7.6',
    product_brand: 'XenServer',
    platform_name: 'XCP',
    platform_version: '2.7.0',
    build_number: 'release/lima/master/7',
    hostname: 'localhost',
    date: '2018-08-24',
    dbv: '2018.0731',
    db_schema: '5.203',
    xapi: '1.14',
    xen: '4.7.5-5.5',
    linux: '4.4.0+10',
    xencenter_min: '2.10',
    xencenter_max: '2.11',
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
    generation: '7.1', // media-and-clients.md 2.4: one model from 7.1 to 8.0
    packagePhase: 'yum', // media-and-clients.md 2.5
    signatures: 'unchecked', // gpgcheck=0 on XenServer 7.x to 8.2: media-and-clients.md 2.4
    acceptsBareRepository: false, // the generic repository came 2021-12: media-and-clients.md 2.4
    ftpProbe: 'size', // media-and-clients.md 2.4, trace installer-7.1.treeinfo.ftp
    ftpStandardPortOnly: true, // media-and-clients.md 2.4
    basicAuthStandardPortOnly: true, // media-and-clients.md 0.7
    minimumPlatform: '1.0.99', // from 6.0 on: media-and-clients.md 1.1; the number as in product.py of 7.0
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
    'xapiVersion',
    'softwareVersion.build_number',
    'softwareVersion.date',
    'softwareVersion.dbv',
    'softwareVersion.xapi',
    'softwareVersion.xen',
    'softwareVersion.linux',
    'softwareVersion.xencenter_min',
    'softwareVersion.xencenter_max',
    'installer.minimumPlatform',
  ],
};
