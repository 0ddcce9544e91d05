/** XenServer 9: UEFI only, installed with dnf; the first whose installer answers HTTP Basic on any port. */
import type { ReleaseFacts } from './release-facts.js';

export const xenserver9: ReleaseFacts = {
  id: 'xenserver-9',
  name: 'XenServer 9',
  brand: 'XenServer',
  productVersion: '9.0.0',
  // Newer than 8's, else not published: media-and-clients.md 1.1.
  platform: { name: 'XCP', version: '3.5.0' },
  apiVersion: { major: 2, minor: 23 }, // xapi.md 1.10, code name orinoco
  xapiVersion: '26.1.0', // branch 26.1-lcm, the newest that is maintained: xapi.md sources
  softwareVersion: {
    product_version: '9.0.0',
    product_version_text: '9',
    product_version_text_short: '9',
    product_brand: 'XenServer',
    platform_name: 'XCP',
    platform_version: '3.5.0',
    build_number: 'stream',
    git_id: '0',
    hostname: 'localhost',
    date: '20260113T00:00:00Z',
    dbv: '2026.0113',
    db_schema: '5.799', // datamodel_common.ml of branch 26.1-lcm
    xapi: '26.1',
    xapi_build: '26.1.0',
    xen: '4.21.0-1',
    linux: '6.6.0+1',
    xencenter_min: '2.21',
    xencenter_max: '2.21',
    network_backend: 'openvswitch',
  },
  media: {
    packageTargets: [
      { kind: 'group', id: 'xenserver_base' },
      { kind: 'group', id: 'xenserver_dom0' },
    ], // media-and-clients.md 1.2
    systemSection: true, // media-and-clients.md 1.1
  },
  installer: {
    generation: 'xs9', // trace installer-xs9
    packagePhase: 'dnf', // media-and-clients.md 1.1
    signatures: 'first-media-key', // media-and-clients.md 0.12, 2.4
    acceptsBareRepository: true, // trace installer-xs9.treeinfo.no-treeinfo-file
    ftpProbe: 'retr', // trace installer-xs9.treeinfo.ftp
    ftpStandardPortOnly: false, // media-and-clients.md 2.4
    basicAuthStandardPortOnly: false, // since 2025-03: media-and-clients.md 2.4
    minimumPlatform: '2.1.0', // media-and-clients.md 1.1
  },
  hostPlugin: {
    // 3.1.0 and later, which cannot be read: the newest whose requests can be deduced. media-and-clients.md 2.1, 2.7
    generation: 'plugin-3.0.3',
    functions: ['testUrl', 'main', 'testSafe2Upgrade', 'getVersion', 'getDom0DefaultMemory', 'getEUA'], // media-and-clients.md 2.7
    mainIsIdempotent: true, // media-and-clients.md 2.7
    needsTrailingSlash: false, // result matrix, media-and-clients.md 2.1
    needsPlatformSection: false, // result matrix, media-and-clients.md 2.1
    ftpProbe: 'size', // trace host-library-3.0.4.treeinfo.ftp
    basicAuthStandardPortOnly: true, // media-and-clients.md 0.7
  },
  estimated: [
    'productVersion',
    'platform.version',
    'xapiVersion',
    'softwareVersion.product_version',
    'softwareVersion.product_version_text',
    'softwareVersion.product_version_text_short',
    'softwareVersion.platform_version',
    'softwareVersion.build_number',
    'softwareVersion.git_id',
    'softwareVersion.date',
    'softwareVersion.dbv',
    'softwareVersion.db_schema',
    'softwareVersion.xapi',
    'softwareVersion.xapi_build',
    'softwareVersion.xen',
    'softwareVersion.linux',
    'softwareVersion.xencenter_min',
    'softwareVersion.xencenter_max',
    'hostPlugin.generation',
    'hostPlugin.functions',
  ],
};
