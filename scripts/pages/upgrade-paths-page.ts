/** docs/upgrade-paths.md: from which release to which one upgrade leads, by what means, and what each crossing costs. */
import { hopBetween, type Hop } from '../../src/controller/hops/hop.js';
import { everyUpgrade } from '../../src/releases/paths/every-upgrade.js';
import { lostAtBrandChange } from '../../src/releases/paths/lost-at-brand-change.js';
import { lostAtRelease } from '../../src/releases/paths/lost-at-release.js';
import type { PathLoss } from '../../src/releases/paths/path-loss.js';
import { pathReleases } from '../../src/releases/paths/path-release.js';
import { platforms } from '../../src/releases/platforms.js';
import { generatedNote, markdownTable } from './markdown.js';

export function upgradePathsPage(): string {
  return [
    generatedNote,
    '# Upgrade paths',
    '',
    'Which release a host can be upgraded to at once, which releases have to come between, and what every hop destroys or removes.',
    '`drydock upgrade path POOL --to RELEASE` reads the pool and the store and answers for them; `--from RELEASE` answers without',
    'a pool, and without `--to` everything that can be reached is shown. Nothing is changed. Exit code 4: there is no way.',
    '',
    'For each hop it says which medium of the store serves it (or that one has to be imported), whether the hosts need a hotfix',
    'first, what the vendor says, what of the pool is lost, and the command to give next: every hop is a plan of its own. In a',
    'pool that is half upgraded the first hop brings the rest of the hosts to the coordinator’s release. The chain is the one with',
    'the fewest hops at the consoles, then the fewest hops; among equals that with media in the store, then long-term releases.',
    'Hops that a vendor refuses are never part of it; they are named among the other ways.',
    '',
    'The assessments of `drydock check` go by the same data: what is no hop here is refused there.',
    '',
    '## From release to release',
    '',
    'A automatic; M by hand at each console; h needs the hotfix for upgrades on the host first; ! the vendor advises another way',
    'or does not stand for it, though the installer takes the host; – no hop.',
    '',
    ...matrix(),
    '',
    '## Names of releases',
    '',
    markdownTable(
      ['name on the command line', 'release', 'product', 'platform'],
      pathReleases.map(({ id, name, product, platform }) => [`\`${id}\``, name, product, platform ?? '–']),
    ),
    '',
    '## What every upgrade costs',
    '',
    lossTable(everyUpgrade),
    '',
    '## What is lost on crossing a release',
    '',
    'A hop that begins before the release and ends at it or after it has the loss.',
    '',
    markdownTable(
      ['from', 'kind', 'what', 'how', 'before', 'after', 'source'],
      lostAtRelease.map((loss) => [`${loss.from} (platform ${platforms[loss.from]})`, ...cells(loss)]),
    ),
    '',
    '## From XenServer or Citrix Hypervisor to XCP-ng',
    '',
    'XCP-ng describes this way as an upgrade. The way back is none: neither vendor supports an upgrade from XCP-ng to XenServer.',
    '',
    lossTable(lostAtBrandChange),
    '',
    '## By hop',
    '',
    'What each hop loses besides what every upgrade costs.',
    '',
    markdownTable(['hop', 'loses'], byHop()),
    '',
  ].join('\n');
}

function hops(): readonly Hop[] {
  return pathReleases.flatMap((from) => pathReleases.flatMap((to) => hopBetween(from, to) ?? []));
}

function matrix(): readonly string[] {
  return [
    markdownTable(
      ['from \\ to', ...pathReleases.slice(1).map(({ name }) => short(name))],
      pathReleases.map((from) => [short(from.name), ...pathReleases.slice(1).map((to) => cell(hopBetween(from, to)))]),
    ),
  ];
}

function cell(hop: Hop | undefined): string {
  if (hop === undefined) return '–';
  const refused = hop.vendor.says === 'advised-against' || hop.vendor.says === 'not-supported';
  const hotfix = hop.hotfix?.weight === 'needed';
  return `${hop.mode === 'automatic' ? 'A' : 'M'}${hotfix ? 'h' : ''}${refused ? '!' : ''}`;
}

function short(name: string): string {
  return name.replace('XenServer', 'XS').replace('Citrix Hypervisor', 'CH');
}

function byHop(): readonly (readonly string[])[] {
  const rows = new Map<string, string[]>();
  for (const { from, to, losses } of hops()) {
    const own = losses.filter((loss) => !everyUpgrade.includes(loss)).map(({ what }) => what);
    const text = own.length === 0 ? 'nothing more' : own.join('; ');
    const key = `${from.name}: ${text}`;
    rows.set(key, [...(rows.get(key) ?? [from.name, text]), to.name]);
  }
  return [...rows.values()].map(([from = '', text = '', ...to]) => [`${from} → ${to.join(', ')}`, text]);
}

function lossTable(losses: readonly PathLoss[]): string {
  return markdownTable(['kind', 'what', 'how', 'before', 'after', 'source'], losses.map(cells));
}

function cells({ kind, what, how, before, after, source }: PathLoss): readonly string[] {
  return [kind, what, how, before, after === '' ? '–' : after, source];
}
