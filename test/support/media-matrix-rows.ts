/** The rows of the tables in docs/media.md, made by running recognition over the synthetic tree of every case. */
import { findMediaRelease, mediaReleases } from '../../src/releases/media/find-media-release.js';
import type { MediaRelease } from '../../src/releases/media/media-release.js';
import { outcomeOf, type Outcome } from './media-in-memory.js';
import { brokenTreeinfoCases, brokenXsCases, packCases, releaseTree, type MatrixCase } from './media-release-matrix.js';

type Rows = readonly (readonly string[])[];

export interface MatrixRows {
  readonly releases: Rows;
  readonly packs: Rows;
  readonly brokenXs: Rows;
  readonly brokenTreeinfo: Rows;
}

export async function matrixRows(): Promise<MatrixRows> {
  const releases: string[][] = [];
  for (const release of mediaReleases) releases.push(releaseRow(release, await outcomeOf(await releaseTree(release))));
  return {
    releases,
    packs: await caseRows(packCases),
    brokenXs: await caseRows(brokenXsCases),
    brokenTreeinfo: await caseRows(brokenTreeinfoCases),
  };
}

function releaseRow(release: MediaRelease, { kind, medium, told }: Outcome): string[] {
  if (medium === null) return [release.name, kind, told];
  const { brand, installer } = release;
  const { product, target, layout } = medium;
  const found = findMediaRelease({ brand, product: product.version, build: product.build });
  const versions = [target.xapi && 'xapi', target.xen && 'Xen', target.linux && 'kernel'].filter(Boolean);
  return [
    release.name,
    `${kind}${found === release ? '' : ` as ${found?.name ?? 'nothing'}`}`,
    layout,
    release.platform === null ? (layout === 'treeinfo' ? 'not published' : 'not named') : target.platform,
    versions.length === 0 ? 'none' : versions.join(', '),
    signatures[installer.signatures],
    packs[installer.packs[0] ?? 'update-xml'],
    `${installer.upgradesFrom.compares} ${installer.upgradesFrom.version}`,
    release.estimated.join(', '),
  ];
}

const signatures: Readonly<Record<MediaRelease['installer']['signatures'], string>> = {
  unchecked: 'not checked',
  'built-in-key': "the installer's own key",
  'first-media-key': "the medium's first key",
};

const packs = { 'xs-repository': 'XS-REPOSITORY', 'update-xml': 'update.xml' } as const;

async function caseRows(cases: readonly MatrixCase[]): Promise<Rows> {
  const rows: string[][] = [];
  for (const one of cases) {
    const { kind, code, told } = await outcomeOf(await one.tree());
    rows.push([one.name, code === null ? kind : `${kind}: ${code}`, told.replace(/[0-9a-f]{64}-/g, '…-')]);
  }
  return rows;
}
