/** What differs between two media, package by package and group by group. Pure. */
import { comparePackageVersions } from '../../releases/rpm-version.js';
import type { Manifest } from '../manifest.js';
import type { ContentPackage, MediumContents } from './medium-contents.js';

export interface MediaDiff {
  readonly left: DiffSide;
  readonly right: DiffSide;
  /** What the medium is: product, build, platform, xapi, xen, linux …; only what differs. */
  readonly identity: readonly ChangedValue[];
  /** Null when neither has a repository. */
  readonly packages: PackageDiff | null;
  readonly groups: {
    readonly added: readonly string[];
    readonly removed: readonly string[];
    readonly changed: readonly GroupChange[];
  };
  readonly keys: FileDiff;
  readonly bootFiles: FileDiff;
}

export interface DiffSide {
  readonly id: string;
  readonly product: Manifest['product'];
  readonly layout: Manifest['layout'];
  readonly packages: number | null;
}

export interface ChangedValue {
  readonly what: string;
  readonly left: string | null;
  readonly right: string | null;
}

export interface PackageDiff {
  readonly added: readonly NamedVersion[];
  readonly removed: readonly NamedVersion[];
  readonly changed: readonly PackageChange[];
  readonly unchanged: number;
}

export interface NamedVersion {
  readonly name: string;
  readonly version: string;
}

export interface PackageChange {
  readonly name: string;
  readonly left: string;
  readonly right: string;
  /** `other-content`: the version is the same and the bytes are not. */
  readonly change: 'upgraded' | 'downgraded' | 'other-content';
}

export interface GroupChange {
  readonly id: string;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

export interface FileDiff {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
}

export function compareContents(left: MediumContents, right: MediumContents): MediaDiff {
  return {
    left: sideOf(left),
    right: sideOf(right),
    identity: compareIdentity(left.manifest, right.manifest),
    packages:
      left.packages === null && right.packages === null
        ? null
        : comparePackages(left.packages ?? [], right.packages ?? []),
    groups: compareGroups(left.groups, right.groups),
    keys: compareFiles(left.keys, right.keys),
    bootFiles: compareFiles(left.bootFiles, right.bootFiles),
  };
}

/** Whether nothing differs that a host would notice. */
export function isSame({ identity, packages, groups, keys, bootFiles }: MediaDiff): boolean {
  const lists = [packages ?? { added: [], removed: [], changed: [] }, groups, keys, bootFiles];
  return (
    identity.length + lists.flatMap(({ added, removed, changed }) => [...added, ...removed, ...changed]).length === 0
  );
}

function sideOf({ manifest, packages }: MediumContents): DiffSide {
  const { id, product, layout } = manifest;
  return { id, product, layout, packages: packages?.length ?? null };
}

function compareIdentity(left: Manifest, right: Manifest): ChangedValue[] {
  const [before, after] = [identityOf(left), identityOf(right)];
  return [...before.keys()]
    .map((what) => ({ what, left: before.get(what) ?? null, right: after.get(what) ?? null }))
    .filter((value) => value.left !== value.right);
}

function identityOf({ product, platform, target, layout, release, verified }: Manifest): Map<string, string | null> {
  return new Map([
    ['product', product.name],
    ['product version', product.version],
    ['build', product.build],
    // Media of 5.6 name no platform, which counts as 0.0.0.
    ['platform', platform.version === '0.0.0' ? null : [platform.name, platform.version].filter(Boolean).join(' ')],
    ['layout', layout],
    ['release', release],
    ['xapi', target.xapi],
    ['xen', target.xen],
    ['linux', target.linux],
    ['signature', verified.signature],
    ['signed by', verified.signedBy],
  ]);
}

function comparePackages(left: readonly ContentPackage[], right: readonly ContentPackage[]): PackageDiff {
  const [before, after] = [byKey(left), byKey(right)];
  const added = [...after].filter(([key]) => !before.has(key)).map(([, item]) => named(item));
  const removed = [...before].filter(([key]) => !after.has(key)).map(([, item]) => named(item));
  const both = [...before].flatMap(([key, item]) => {
    const other = after.get(key);
    return other === undefined ? [] : [changeOf(item, other)];
  });
  const changed = both.filter((change) => change !== null);
  return {
    added: sorted(added),
    removed: sorted(removed),
    changed: sorted(changed),
    unchanged: both.length - changed.length,
  };
}

/** The newest of each: a repository may keep older versions, which no installer takes. */
function byKey(packages: readonly ContentPackage[]): ReadonlyMap<string, ContentPackage> {
  return new Map([...packages].sort(comparePackageVersions).map((item) => [item.key, item]));
}

function changeOf(left: ContentPackage, right: ContentPackage): PackageChange | null {
  const order = comparePackageVersions(right, left);
  if (order === 0 && left.sha256 === right.sha256) return null;
  const change = order === 0 ? 'other-content' : order > 0 ? 'upgraded' : 'downgraded';
  return { name: left.key, left: left.shown, right: right.shown, change };
}

function named({ key, shown }: ContentPackage): NamedVersion {
  return { name: key, version: shown };
}

function sorted<Item extends { readonly name: string }>(items: readonly Item[]): Item[] {
  return [...items].sort((left, right) => (left.name < right.name ? -1 : 1));
}

function compareGroups(
  left: ReadonlyMap<string, readonly string[]>,
  right: ReadonlyMap<string, readonly string[]>,
): MediaDiff['groups'] {
  const changed = [...left].flatMap(([id, members]) => {
    const others = right.get(id);
    if (others === undefined) return [];
    const added = others.filter((name) => !members.includes(name));
    const removed = members.filter((name) => !others.includes(name));
    return added.length + removed.length === 0 ? [] : [{ id, added, removed }];
  });
  return { added: onlyIn(right, left), removed: onlyIn(left, right), changed };
}

function compareFiles(left: ReadonlyMap<string, string>, right: ReadonlyMap<string, string>): FileDiff {
  const changed = [...left].filter(([path, sha256]) => right.has(path) && right.get(path) !== sha256);
  return { added: onlyIn(right, left), removed: onlyIn(left, right), changed: changed.map(([path]) => path).sort() };
}

function onlyIn(own: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown>): string[] {
  return [...own.keys()].filter((key) => !other.has(key)).sort();
}
