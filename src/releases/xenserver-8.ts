/** XenServer 8 (8.4): the first release whose installer insists on signed metadata. */
import type { ReleaseFacts } from './release-facts.js';

export const xenserver8: ReleaseFacts = {
  id: 'xenserver-8',
  name: 'XenServer 8',
  brand: 'XenServer',
  productVersion: '8.4.0',
  platform: { name: 'XCP', version: '3.4.0' }, // xapi.md 1.10
  apiVersion: { major: 2, minor: 21 }, // xapi.md 1.10, code name nile
  xapiVersion: '24.11.0', // sample in xapi.md 1.10
  // Sample in xapi.md 1.10.
  softwareVersion: {
    product_version: '8.4.0',
    product_version_text: '8',
    product_version_text_short: '8',
    product_brand: 'XenServer',
    platform_name: 'XCP',
    platform_version: '3.4.0',
    build_number: 'stream',
    git_id: '0',
    hostname: 'localhost',
    date: '20240229T15:07:05Z',
    dbv: '2024.0229',
    db_schema: '5.775',
    xapi: '24.11',
    xapi_build: '24.11.0',
    xen: '4.17.3-4',
    linux: '4.19.0+1',
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
    generation: 'xs8', // trace installer-xs8
    packagePhase: 'yum', // python 2.7 in the installer: media-and-clients.md 1.1, 2.5
    signatures: 'first-media-key', // media-and-clients.md 0.12, 2.4
    acceptsBareRepository: true, // trace installer-xs8.treeinfo.no-treeinfo-file
    ftpProbe: 'retr', // trace installer-xs8.treeinfo.ftp
    ftpStandardPortOnly: false, // media-and-clients.md 2.4
    basicAuthStandardPortOnly: true, // media-and-clients.md 0.7
    minimumPlatform: '2.1.0', // media-and-clients.md 1.1
  },
  hostPlugin: {
    generation: 'plugin-3.0.3', // of 2025-01: media-and-clients.md 2.1, changelog of host-upgrade-plugin
    asReleased: '3.0.4', // traces README: library 3.0.4 stands for XenServer 8 and XCP-ng 8.3
    functions: ['testUrl', 'main', 'testSafe2Upgrade', 'getVersion', 'getDom0DefaultMemory', 'getEUA'], // media-and-clients.md 2.7
    mainIsIdempotent: true, // media-and-clients.md 2.7
    needsTrailingSlash: false, // result matrix, media-and-clients.md 2.1
    needsPlatformSection: false, // result matrix, media-and-clients.md 2.1
    ftpProbe: 'size', // trace host-library-3.0.4.treeinfo.ftp
    basicAuthStandardPortOnly: true, // media-and-clients.md 0.7
  },
  estimated: ['hostPlugin.generation'],
};
