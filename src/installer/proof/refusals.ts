/**
 * Which client cannot use which address or medium, whatever the server does: each rule with its source. A refusal is told
 * instead of a proof, since a server that answers rightly proves nothing to a client that never asks.
 */
import { isIPv4, isIPv6 } from 'node:net';
import type { HostPluginGeneration, InstallerFacts } from '../../releases/release-facts.js';
import type { MediaHostFacts } from '../../releases/media/media-release.js';
import { pluginHabits } from '../plugin-habits.js';

export interface ProofAddress {
  readonly protocol: 'http' | 'ftp' | 'nfs';
  readonly host: string;
  readonly port: number;
}

export interface Refusal {
  readonly reason: string;
  /** Section of reference/media-and-clients.md. */
  readonly source: string;
}

const standardPorts = { http: 80, ftp: 21, nfs: 2049 } as const;

/** What is said of a name, here and where addresses are advised. */
const nameNotAdvised =
  'a name is not an address: the installer knows no names unless the host had DNS set, and brings up one interface only';

/** No client of any release can be pointed at it. */
export function addressRefusal({ host }: ProofAddress): Refusal | undefined {
  if (isIPv4(host)) return undefined;
  if (isIPv6(host.replace(/^\[|\]$/g, ''))) {
    return { reason: 'IPv6 literals do not work in the host library: it loses the brackets', source: '0.8' };
  }
  return { reason: nameNotAdvised, source: '3.1' };
}

/** What the installer on the medium cannot do with an address. */
export function installerRefusal(installer: InstallerFacts, address: ProofAddress): Refusal | undefined {
  if (address.protocol !== 'ftp' || !installer.ftpStandardPortOnly || address.port === standardPorts.ftp)
    return undefined;
  return { reason: `installers up to 8.0 ask over FTP on port 21 only, not on ${address.port}`, source: '2.4' };
}

/** What the plugin of a host cannot do with an address. */
export function pluginRefusal(generation: HostPluginGeneration, address: ProofAddress): Refusal | undefined {
  if (address.protocol !== 'ftp' || generation !== '2013-10') return undefined;
  return {
    reason:
      'the plugin of 6.2 SP1 and 6.5 without the RPU hotfix hangs over FTP in `main`; give these hosts the HTTP address',
    source: '2.2',
  };
}

/** What the plugin of a host asks a medium for in vain: it would refuse, or give up half-way. */
export function bootFileRefusal(
  generation: HostPluginGeneration,
  hasFile: (path: string) => boolean,
): Refusal | undefined {
  const { bootFiles, readByMain, substitutes } = pluginHabits[generation];
  const isThere = (path: string): boolean => hasFile(path) || hasFile(substitutes[path] ?? path);
  const missing = [...bootFiles, ...readByMain].filter((path) => !isThere(path));
  if (missing.length === 0) return undefined;
  const newer = missing.includes(isolinuxConfig) ? '; from 3.0.2 (2024-12) on it asks for no isolinux.cfg' : '';
  return { reason: `their plugin asks for what is not on the medium: ${missing.join(', ')}${newer}`, source: '2.1' };
}

const isolinuxConfig = 'boot/isolinux/isolinux.cfg';

/** What a medium is like, as far as host libraries differ about it. */
export interface ProofMedium {
  readonly layout: 'treeinfo' | 'xs-repository';
  /** Section names of `.treeinfo`; empty for the other layout. */
  readonly treeinfoSections: readonly string[];
}

export function hostRefusal(hosts: MediaHostFacts, medium: ProofMedium): Refusal | undefined {
  if (medium.layout !== 'treeinfo') return undefined;
  if (hosts.readsTreeinfo === 'no') return { reason: 'hosts of this release know no .treeinfo media', source: '2.1' };
  const { treeinfoSections: sections } = medium;
  const systemAlone = sections.includes('system-v1') && !sections.includes('platform');
  if (!systemAlone || hosts.readsSystemSectionAlone) return undefined;
  return {
    reason: '.treeinfo has [system-v1] alone; libraries before 2021-11 need [platform] and answer INVALID_URL',
    source: '0.4',
  };
}

/** 401 for a client that does not answer it is the port's fault, not the server's. */
export function credentialRefusal(
  status: number,
  standardPortOnly: boolean,
  address: ProofAddress,
): Refusal | undefined {
  const isStandard = address.port === standardPorts.http || address.port === 443;
  if (status !== 401 || !standardPortOnly || isStandard) return undefined;
  return {
    reason: `the server asks for a password, and this client sends one on port 80 or 443 only, not on ${address.port}`,
    source: '0.7',
  };
}

/** Neither proven nor refused: there is no client in here that mounts. */
export const nfsNotObservable: Refusal = {
  reason: 'over NFS only a client that mounts proves anything, and this machine mounts nothing for a proof',
  source: '2.3',
};
