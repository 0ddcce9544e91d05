/** XenServer 7.1: a long-term release, with updates (pool_update) in the place of patches. */
import type { ReleaseFacts } from './release-facts.js';

export const xenserver71: ReleaseFacts = {
  id: 'xenserver-7.1',
  name: 'XenServer 7.1',
  brand: 'XenServer',
  productVersion: '7.1.0',
  platform: { name: 'XCP', version: '2.2.0' }, // media-and-clients.md 1.1; 2.1.1 at least: xencenter-rpu.md 4.2
  apiVersion: { major: 2, minor: 6 }, // xapi.md 1.10, code name ely; xapi_globs.ml of branch 1.14-lcm
  xapiVersion: '1.14.0', // branch 1.14-lcm is 7.1: xapi.md sources
  softwareVersion: {
    product_version: '7.1.0',
    product_version_text: '7.1',
    product_version_text_short: '7.1',
    product_brand: 'XenServer',
    platform_name: 'XCP',
    platform_version: '2.2.0',
    build_number: '137272c',
    hostname: 'localhost',
    date: '2017-02-14',
    dbv: '2017.0201',
    db_schema: '5.108', // xapi.md 1.10
    xapi: '1.9', // file VERSION of branch 1.14-lcm: 1.9.80
    xen: '4.7.1-1-d',
    linux: '4.4.0+2',
    xencenter_min: '2.6',
    xencenter_max: '2.6',
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
    generation: '7.1', // trace installer-7.1
    packagePhase: 'yum', // media-and-clients.md 2.5
    signatures: 'unchecked', // gpgcheck=0 on XenServer 7.x to 8.2: media-and-clients.md 2.4
    acceptsBareRepository: false, // the generic repository came 2021-12: media-and-clients.md 2.4
    ftpProbe: 'size', // trace installer-7.1.treeinfo.ftp
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
    'platform.version',
    'xapiVersion',
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
