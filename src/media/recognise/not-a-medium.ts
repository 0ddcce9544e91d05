/** What else people give for an install medium, told by its files: so that the error says what it is and what to do. */
import type { SourceTree } from '../source/source-tree.js';

interface LookAlike {
  readonly found: string;
  readonly remedy: string;
  readonly test: (paths: readonly string[]) => boolean;
}

const base = 'Give the full installation ISO of the release.';

const lookAlikes: readonly LookAlike[] = [
  {
    // ISO 9660 without extensions, and virtual drives that show it: media-and-clients.md 1.6, 5.
    found: 'the names of install media in capitals or cut to 8.3, as .treeinfo became _TREEINF',
    remedy: 'Import the ISO image itself, or copy it again through a driver that reads Rock Ridge or Joliet names.',
    test: (paths) =>
      paths.some((path) =>
        /^(_TREEINF\.?|TREEINFO|INSTALL\.IMG|XS_REPOS(\.|$).*|XS-REPOS|PACKAGES\/.*\.RPM)(;1)?$/.test(path),
      ),
  },
  {
    found: 'a hotfix of XenServer 5.6 to 7.0 (.xsupdate), which a running host applies',
    remedy: `A hotfix upgrades no host to another release. ${base}`,
    test: (paths) => paths.some((path) => path.endsWith('.xsupdate')),
  },
  {
    found: 'source packages (.src.rpm), which nothing installs',
    remedy: base,
    test: (paths) => paths.some((path) => path.endsWith('.src.rpm')),
  },
  {
    found: 'a folder that holds an ISO image',
    remedy: 'Give the ISO image that is in it.',
    test: (paths) => paths.some((path) => /^[^/]+\.iso$/i.test(path)),
  },
];

/** Undefined when it looks like none of them. */
export function lookAlike(tree: SourceTree): { readonly found: string; readonly remedy: string } | undefined {
  const paths = [...tree.files.keys()];
  return lookAlikes.find(({ test }) => test(paths));
}
