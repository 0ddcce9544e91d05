/** Citrix Hypervisor 8.2 Cumulative Update 1: the only release from which the vendor supports going to XenServer 8. */
import type { ReleaseFacts } from './release-facts.js';

export const xenserver821: ReleaseFacts = {
  id: 'xenserver-8.2.1',
  name: 'Citrix Hypervisor 8.2 CU1',
  brand: 'XenServer',
  productVersion: '8.2.1',
  platform: { name: 'XCP', version: '3.2.1' }, // media-and-clients.md 1.1
  apiVersion: { major: 2, minor: 15 }, // xapi.md 1.10, code name stockholm
  xapiVersion: '1.249.19', // branch 1.249-lcm is 8.2: xapi.md sources
  softwareVersion: {
    product_version: '8.2.1',
    product_version_text: '8.2 Cumulative Update 1',
    product_version_text_short: '8.2 CU1',
    product_brand: 'XenServer',
    platform_name: 'XCP',
    platform_version: '3.2.1',
    build_number: 'release/yangtze/master/58',
    hostname: 'localhost',
    date: '2021-10-21',
    dbv: '0.0.1',
    db_schema: '5.601',
    xapi: '1.20',
    xapi_build: '1.249.19',
    xen: '4.13.4-9.17',
    linux: '4.19.0+1',
    xencenter_min: '2.16',
    xencenter_max: '2.16',
    network_backend: 'openvswitch',
  },
  media: {
    packageTargets: [
      { kind: 'group', id: 'xenserver_base' },
      { kind: 'group', id: 'xenserver_dom0' },
    ], // media-and-clients.md 1.2
    systemSection: false, // came 2021-11, after this medium's date: media-and-clients.md 1.4
  },
  installer: {
    generation: '8.2', // media-and-clients.md 2.4: 8.1 to 8.2 ask by RETR; trace installer-xcp-ng-8.2
    packagePhase: 'yum', // media-and-clients.md 2.5
    signatures: 'unchecked', // media-and-clients.md 2.4
    acceptsBareRepository: false, // trace installer-xcp-ng-8.2.xs-repository: no generic repository yet
    ftpProbe: 'retr', // media-and-clients.md 2.4
    ftpStandardPortOnly: false, // port 21 only up to 8.0: media-and-clients.md 2.4
    basicAuthStandardPortOnly: true, // media-and-clients.md 0.7
    minimumPlatform: '2.1.0', // media-and-clients.md 1.1
  },
  hostPlugin: {
    generation: '2.3.5', // traces README: 8.2.1 hosts
    // With RPU005, which the vendor asks for before XenServer 8; getEUA is 2.2.5: media-and-clients.md 2.1, 2.7
    functions: ['testUrl', 'main', 'testSafe2Upgrade', 'getVersion', 'getDom0DefaultMemory', 'getEUA'],
    mainIsIdempotent: true, // media-and-clients.md 2.7
    needsTrailingSlash: false, // result matrix, media-and-clients.md 2.1
    needsPlatformSection: false, // result matrix, media-and-clients.md 2.1 (library 2021-11 and later)
    ftpProbe: 'size', // media-and-clients.md 2.2
    basicAuthStandardPortOnly: true, // media-and-clients.md 0.7
  },
  estimated: [
    'xapiVersion',
    'softwareVersion.product_version_text',
    'softwareVersion.product_version_text_short',
    'softwareVersion.product_brand',
    'softwareVersion.date',
    'softwareVersion.dbv',
    'softwareVersion.xapi_build',
    'softwareVersion.xen',
    'softwareVersion.linux',
    'softwareVersion.xencenter_min',
    'softwareVersion.xencenter_max',
    'installer.acceptsBareRepository',
  ],
};
