/** XCP-ng 8.3: same platform number as XenServer 8 with another xapi, which is why versions are compared as a set. */
import type { ReleaseFacts } from './release-facts.js';

export const xcpng83: ReleaseFacts = {
  id: 'xcp-ng-8.3',
  name: 'XCP-ng 8.3',
  brand: 'XCP-ng',
  productVersion: '8.3.0',
  platform: { name: 'XCP', version: '3.4.0' }, // xapi.md 1.10
  apiVersion: { major: 2, minor: 21 }, // xapi.md 1.10
  // The first medium's; updates within 8.3 went on to 26.1.3 (xapi.md 1.10), see atXapiVersion.
  xapiVersion: '24.19.2',
  softwareVersion: {
    product_version: '8.3.0',
    product_version_text: '8.3',
    product_version_text_short: '8.3',
    product_brand: 'XCP-ng',
    platform_name: 'XCP',
    platform_version: '3.4.0',
    build_number: 'cloud', // xencenter-rpu.md 4.1: 8.3 media
    git_id: '0',
    hostname: 'localhost',
    date: '20240924T00:00:00Z',
    dbv: '0.0.1',
    db_schema: '5.775',
    xapi: '24.19',
    xapi_build: '24.19.2',
    xen: '4.17.5-4',
    linux: '4.19.0+1',
    xencenter_min: '2.21',
    xencenter_max: '2.21',
    network_backend: 'openvswitch',
  },
  media: {
    packageTargets: [{ kind: 'package', name: 'xcp-ng-deps' }], // media-and-clients.md 1.2
    systemSection: true, // media-and-clients.md 1.1: both old sections and [system-v1]
  },
  installer: {
    generation: 'xs8', // trace installer-xcp-ng-8.3: the same requests as installer-xs8
    packagePhase: 'yum', // installer still python 2.7: media-and-clients.md 1.1
    signatures: 'first-media-key', // media-and-clients.md 0.12, 2.4
    acceptsBareRepository: true, // trace installer-xcp-ng-8.3.treeinfo.no-treeinfo-file
    ftpProbe: 'retr', // trace installer-xcp-ng-8.3.treeinfo.ftp
    ftpStandardPortOnly: false, // media-and-clients.md 2.4
    basicAuthStandardPortOnly: true, // media-and-clients.md 0.7
    minimumPlatform: '2.1.0', // media-and-clients.md 1.1
  },
  hostPlugin: {
    generation: '3.0.4', // traces README
    functions: ['testUrl', 'main', 'testSafe2Upgrade', 'getVersion', 'getDom0DefaultMemory', 'getEUA'], // media-and-clients.md 2.7
    mainIsIdempotent: true, // media-and-clients.md 2.7
    needsTrailingSlash: false, // result matrix, media-and-clients.md 2.1
    needsPlatformSection: false, // result matrix, media-and-clients.md 2.1
    ftpProbe: 'size', // trace host-library-3.0.4.treeinfo.ftp
    basicAuthStandardPortOnly: true, // media-and-clients.md 0.7
  },
  estimated: [
    'xapiVersion',
    'softwareVersion.date',
    'softwareVersion.dbv',
    'softwareVersion.db_schema',
    'softwareVersion.xapi',
    'softwareVersion.xapi_build',
    'softwareVersion.xen',
    'softwareVersion.linux',
    'softwareVersion.xencenter_min',
    'softwareVersion.xencenter_max',
  ],
};
