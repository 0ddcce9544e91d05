/** docs/media.md: what counts as an install medium, what is refused and why; its tables are what recognition was seen to say. */
import { readFileSync } from 'node:fs';
import { generatedNote, markdownTable } from './markdown.js';

/** Written by `npm run docs` from test/support/media-matrix-rows.ts, and compared with it by the test of the matrix. */
export const matrixFile = 'test/fixtures/media/release-matrix.json';

type Rows = readonly (readonly string[])[];

const releaseHeadings = [
  'release',
  'recognised',
  'layout',
  'platform',
  'versions read from packages',
  'installer checks the signature with',
  'packs it reads',
  'upgrades from',
  'not from a source',
];

const caseHeadings = ['what is given', 'is', 'told'];

export function mediaPage(): string {
  const rows = JSON.parse(readFileSync(matrixFile, 'utf8')) as Readonly<Record<string, Rows>>;
  const cases = (name: string): string => markdownTable(caseHeadings, rows[name] ?? []);
  return [
    generatedNote,
    ...opening,
    markdownTable(releaseHeadings, rows['releases'] ?? []),
    ...linuxPack,
    ...packs,
    cases('packs'),
    '',
    '## Media that are not whole',
    '',
    'Everything that is missing is named at once. *Refused* media are never published: a host would pass the first look and could fail',
    'after its disk is formatted. *Flagged* media are published, and the warning is kept with them (`drydock media show`).',
    '',
    '### 5.6 to 6.5',
    '',
    cases('brokenXs'),
    '',
    '### 7.0 and later',
    '',
    cases('brokenTreeinfo'),
    ...verification,
    ...diff,
  ].join('\n');
}

const opening = [
  '# Install media',
  '',
  'What `drydock media import` takes for an install medium, what it says of it, and what it refuses. A medium is known by its structure,',
  'not by its name or by a list of versions: a release that nobody has described yet is taken if it is whole. What is known of a release',
  'beyond that (which hosts will refuse a medium, from which version its installer upgrades) stands in `src/releases/media`.',
  '',
  '## Layouts',
  '',
  '- **`treeinfo`** (7.0 and later): `.treeinfo` says product and platform, `repodata/` lists the packages. `.treeinfo` is a hidden file, and',
  '  a copy made with `cp *` or by a mirror program has often lost it. XenServer needs the package groups `xenserver_base` and',
  '  `xenserver_dom0`, XCP-ng the package `xcp-ng-deps`.',
  '- **`xs-repository`** (5.6 to 6.5): `XS-REPOSITORY-LIST` names folders that each have `XS-REPOSITORY` (what it is) and `XS-PACKAGES` (what',
  '  is in it). Looked at without being named: the root, `packages`, `packages.main`, `packages.linux`, `packages.site`. 5.6 has the',
  '  repository `xs:main` and no platform version, which counts as 0.0.0; from 6.0 on `xcp:main` carries the platform version.',
  '- **`supplemental-pack`**: packs, driver disks, hotfixes. They install nothing by themselves, and an upgrade with one is refused',
  '  (MEDIA_NOT_A_BASE).',
  '',
  "The vendor's tree is served byte for byte: nothing in it is generated again or corrected.",
  '',
  '## Sources',
  '',
  'What a source is, its first bytes tell, never its name.',
  '',
  '| source | taken | refused, with what it is |',
  '| --- | --- | --- |',
  '| ISO 9660 image, hybrid or not | names of Rock Ridge, else of Joliet; files in several extents (over 4 GiB); boot records are told | plain names alone, UDF alone, compressed or interleaved files |',
  '| zip archive | stored or deflated, zip64; of a tree or of one image; checksums of the entries are compared | encrypted, split, other compressions, several images |',
  '| tar archive, plain or in gzip, bzip2, xz, zstd | of a tree, with or without one folder around it | an image in it, sparse files, several archives, lzma, zstd with a window over 32 MiB (`--long`, `--ultra` from level 21 on) |',
  '| compressed image | gzip, bzip2, xz, zstd | as above |',
  '| folder | files, and links that stay in it | pipes, devices (told), links that lead out |',
  '| `http://` or `https://` address of one of these | fetched; cut off, it goes on from there where the server sends parts | |',
  '',
  '`drydock media inspect` reads of an image, a zip archive and a folder only what tells what it is; of a tar archive everything up to its',
  'metadata; of an image or a zip archive at an address the parts it needs.',
  '',
  '## Releases',
  '',
  'Each row is a synthetic medium of that release, put through recognition. xapi and Xen of 5.6 to 6.5 are packed without versions',
  'of their own. The last column names facts that rest on general knowledge.',
  '',
];

const linuxPack = [
  '',
  '## The Linux pack of 5.6',
  '',
  'XenServer 5.6 came as two images: the base, and a second one with `packages.linux` alone. Import both as one medium:',
  '',
  '```',
  'drydock media import XenServer-5.6.0-install-cd.iso --with XenServer-5.6.0-linux-cd.iso',
  '```',
  '',
  "Only folders that installers look into without being told can be merged (`packages.linux`, `packages.site`, or one that the base's own",
  'list names), since any other would need a changed `XS-REPOSITORY-LIST`. For the same reason packs for 7.0 are not merged; import them on',
  'their own. The same name must stand for the same bytes (MEDIA_MERGE_CONFLICT). The medium keeps the sha256 of its base; `parts` of the',
  'manifest lists the others with theirs.',
];

const packs = [
  '',
  '## Packs, and what is taken for a medium',
  '',
  'A driver disk of 5.6 to 7.0 holds packages of the types `driver-rpm`, `driver` or `firmware`; one of 7.1 and later has the package group',
  '`drivers`. A hotfix or cumulative update of 7.1 and later is known by its name (XS71E012). What a pack is for is told as far as the pack',
  'tells it: `requires` of XS-REPOSITORY, the kernel of a driver, the release in the name of a hotfix.',
  '',
];

const verification = [
  '',
  '## What is verified',
  '',
  '| what | against | where it fails |',
  '| --- | --- | --- |',
  '| the source | the sha256 given (`--sha256`, `--sha256-file`) | refused |',
  '| `repomd.xml` | its signature, under the first key file of `[keys]`, or the keys given where a medium names none | refused where it does not fit, or where the installer would refuse it; else flagged |',
  '| each metadata file | size and sha256 in `repomd.xml` | refused |',
  '| each package | size and sha256 in `primary.xml`, or MD5 in `XS-PACKAGES` | refused |',
  '| the header of each package | what `primary.xml` says it is; its own digests; its signature, under the same key | refused where it does not fit, or where the installer would refuse it (XenServer 8, 9 and XCP-ng 8.3: unsigned or by another key); else flagged with the count |',
  '| whose keys they are | `--key`, `media.trustedKeys` | flagged; refused with `--require-signature` or `media.requireSignature` |',
  '',
  '`drydock media show ID --files` says for each file by what it was verified, and which files no digest of the medium covers: for those',
  'the checksum of the source is the only proof.',
  '',
  'A signature over the header of a package says nothing of its payload by itself: that is under the digest in `primary.xml`, and the',
  'signature of `repomd.xml` stands over that. Signatures of rpm 3, 4 and 6 are read; OpenPGP packets of the sixth version (rpm 6 may put one',
  'beside a signature of the fourth) count as by an unknown key.',
  '',
];

const diff = [
  '',
  '## What an upgrade changes',
  '',
  '`drydock media diff FROM TO` compares two imported media: versions, packages (upgraded, downgraded, built again under the same version),',
  'groups, keys and boot files. Versions are compared as rpm compares them: epoch, version, release; `1.0~rc1` is older than `1.0`, and',
  '`1.0^git1` is newer.',
  '',
];
