/** One upgrade of a chain: whether it is possible at all, who carries it out, what it needs and what it costs. */
import { hostClientsOf } from '../../releases/media/release-clients.js';
import { installerTakes } from '../../releases/paths/installer-takes.js';
import { lossesOfHop } from '../../releases/paths/losses-of-hop.js';
import type { PathLoss } from '../../releases/paths/path-loss.js';
import { pathReleases, type PathRelease } from '../../releases/paths/path-release.js';
import { pluginHotfix, type PluginHotfix } from '../../releases/paths/plugin-hotfixes.js';
import { vendorStatement, type VendorStatement } from '../../releases/paths/vendor-statements.js';
import { compareVersions } from '../../releases/versions.js';

export interface Hop {
  readonly from: PathRelease;
  readonly to: PathRelease;
  /** `manual`: somebody boots each host from the medium at its console. */
  readonly mode: 'automatic' | 'manual';
  /** Why it is manual; null where it is automatic. */
  readonly whyManual: string | null;
  readonly hotfix: PluginHotfix | null;
  readonly vendor: VendorStatement;
  readonly losses: readonly PathLoss[];
}

/** Undefined where the way leads down or sideways, or where the installer does not take the host. */
export function hopBetween(from: PathRelease, to: PathRelease): Hop | undefined {
  if (whyNoHop(from, to) !== undefined) return undefined;
  const whyManual = reasonForManual(from, to);
  return {
    ...{ from, to, whyManual, mode: whyManual === null ? 'automatic' : 'manual' },
    hotfix: whyManual === null ? (pluginHotfix(from, to) ?? null) : null,
    vendor: vendorStatement(from, to),
    losses: lossesOfHop(from, to),
  };
}

/** Why no single upgrade leads there; undefined: one does, whether its vendor stands for it or not. */
export function whyNoHop(from: PathRelease, to: PathRelease): string | undefined {
  if (from.brand === 'XCP-ng' && to.brand === 'XenServer') return vendorStatement(from, to).text;
  if (!leadsUp(from, to)) return `${to.name} is not newer than ${from.name}; there is no way down.`;
  const next = nextByHand(from);
  if (next !== undefined) {
    if (next === to) return undefined;
    return `Hosts older than 5.6 go through each release up to it; after ${from.name} comes ${next.name}.`;
  }
  if (to.medium === undefined) return `${to.name} has no medium that an installer of hosts would know.`;
  const { upgradesFrom } = to.medium.installer;
  const taken = installerTakes(upgradesFrom, from);
  if (taken.verdict === 'yes') return undefined;
  const found = taken.verdict === 'unknown' ? 'is not known' : `is ${taken.found ?? 'older than any'}`;
  return `The installer of ${to.name} upgrades from ${taken.compares} version ${upgradesFrom.version} on; that of ${from.name} ${found}.`;
}

/** To XCP-ng also at the same platform: the same system under another name. */
function leadsUp(from: PathRelease, to: PathRelease): boolean {
  if (from.brand === to.brand) {
    const difference = compareVersions(to.product, from.product);
    return difference > 0 || (difference === 0 && position(to) > position(from) && from.medium !== to.medium);
  }
  if (from.platform === null || to.platform === null) return false;
  return compareVersions(to.platform, from.platform) >= 0;
}

/** Feature and service packs of one number stand in the order in which they came. */
function position(release: PathRelease): number {
  return pathReleases.findIndex(({ id }) => id === release.id);
}

/** The only release that a host of before 5.6 can go to. */
function nextByHand(from: PathRelease): PathRelease | undefined {
  if (from.medium !== undefined || compareVersions(from.product, '5.6.0') >= 0) return undefined;
  return pathReleases[position(from) + 1];
}

function reasonForManual(from: PathRelease, to: PathRelease): string | null {
  if (to.medium === undefined) return 'its media cannot be served: each host is booted from the vendor’s disc';
  const { layout, bootFiles } = to.medium.medium;
  const [client] = hostClientsOf(from, layout);
  if (client === undefined)
    return 'hosts before 6.0 have no plugin that starts an installer: each is booted at its console';
  const wantsNewPlugin = !bootFiles.includes('boot/isolinux/isolinux.cfg') && layout === 'treeinfo';
  if (wantsNewPlugin && !client.generation.startsWith('plugin-3.0.'))
    return 'its plugin asks for isolinux.cfg, which the medium does not have';
  return null;
}
