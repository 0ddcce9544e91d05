/** XCP-ng 8.2.1: the long-term release that most XCP-ng pools are upgraded from. */
import type { ReleaseFacts } from './release-facts.js';

export const xcpng82: ReleaseFacts = {
  id: 'xcp-ng-8.2',
  name: 'XCP-ng 8.2.1',
  brand: 'XCP-ng',
  productVersion: '8.2.1',
  platform: { name: 'XCP', version: '3.2.1' }, // xencenter-rpu.md 4.2: XCP-ng 8.2.1 reports 3.2.1
  apiVersion: { major: 2, minor: 15 }, // xapi.md 1.10, code name stockholm
  xapiVersion: '1.249.19', // branch 1.249-lcm is 8.2: xapi.md sources
  softwareVersion: {
    product_version: '8.2.1',
    product_version_text: '8.2',
    product_version_text_short: '8.2',
    product_brand: 'XCP-ng',
    platform_name: 'XCP',
    platform_version: '3.2.1',
    build_number: 'release/yangtze/master/58', // xencenter-rpu.md 4.1
    hostname: 'localhost',
    date: '2022-02-11',
    dbv: '0.0.1',
    db_schema: '5.601', // xapi.md 1.10: 8.2
    xapi: '1.20',
    xapi_build: '1.249.19',
    xen: '4.13.4-9.17',
    linux: '4.19.0+1',
    xencenter_min: '2.16',
    xencenter_max: '2.16',
    network_backend: 'openvswitch',
  },
  media: {
    packageTargets: [{ kind: 'package', name: 'xcp-ng-deps' }], // media-and-clients.md 1.2
    systemSection: false, // media-and-clients.md 1.4
  },
  installer: {
    generation: '8.2', // trace installer-xcp-ng-8.2
    packagePhase: 'yum', // media-and-clients.md 2.5
    signatures: 'built-in-key', // XCP-ng 8.0 to 8.2, URL and unattended installs: media-and-clients.md 2.4
    acceptsBareRepository: false, // trace installer-xcp-ng-8.2.xs-repository
    ftpProbe: 'retr', // trace installer-xcp-ng-8.2.treeinfo.ftp
    ftpStandardPortOnly: false, // media-and-clients.md 2.4
    basicAuthStandardPortOnly: true, // media-and-clients.md 0.7
    minimumPlatform: '2.1.0', // media-and-clients.md 1.1
  },
  hostPlugin: {
    generation: '2.3.5', // traces README: library 2.3.5 stands for 8.2.1 hosts of both brands
    functions: ['testUrl', 'main', 'testSafe2Upgrade', 'getVersion', 'getDom0DefaultMemory'], // 2.1.0: media-and-clients.md 2.7
    mainIsIdempotent: true, // media-and-clients.md 2.7
    needsTrailingSlash: false, // result matrix, media-and-clients.md 2.1
    needsPlatformSection: false, // result matrix, media-and-clients.md 2.1
    ftpProbe: 'size', // media-and-clients.md 2.2
    basicAuthStandardPortOnly: true, // media-and-clients.md 0.7
  },
  estimated: [
    'xapiVersion',
    'softwareVersion.product_version_text',
    'softwareVersion.product_version_text_short',
    'softwareVersion.date',
    'softwareVersion.dbv',
    'softwareVersion.xapi_build',
    'softwareVersion.xen',
    'softwareVersion.linux',
    'softwareVersion.xencenter_min',
    'softwareVersion.xencenter_max',
    'hostPlugin.functions',
  ],
};
