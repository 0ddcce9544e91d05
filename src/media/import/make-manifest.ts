/** Puts together what import found into the manifest that everybody reads. */
import type { Manifest, ManifestFile, SignatureVerdict } from '../manifest.js';
import type { RecognisedMedium } from '../recognise/recognised-medium.js';
import type { PlannedTree } from '../source/plan-tree.js';
import type { Measured } from '../verify/digest.js';
import type { PackageVerdicts } from '../verify/package-verdicts.js';

export interface ManifestParts {
  readonly id: string;
  readonly importedAt: number;
  readonly importedBy?: string | undefined;
  readonly medium: RecognisedMedium;
  readonly tree: PlannedTree;
  readonly measured: ReadonlyMap<string, Measured>;
  readonly packageVerdicts: PackageVerdicts;
  readonly source: Manifest['source'];
  readonly parts: Manifest['parts'];
  readonly sourceChecksum: boolean;
}

export function makeManifest(given: ManifestParts): Manifest {
  const { id, importedAt, importedBy, medium, tree, measured, packageVerdicts, source, parts, sourceChecksum } = given;
  const files = [...tree.files.values()].map((file): ManifestFile => {
    const found = measured.get(file.path);
    if (found === undefined) throw new Error(`no digest was taken of ${file.path}`);
    return {
      path: file.path,
      size: found.size,
      sha256: found.sha256,
      role: medium.roles.get(file.path) ?? 'other',
      verifiedBy: verificationOf(file.path, medium),
      signature: packageVerdicts.verdicts.get(file.path) ?? null,
      modified: file.modified,
    };
  });
  files.sort((left, right) => (left.path < right.path ? -1 : 1));
  const verifiedBy = (kind: ManifestFile['verifiedBy']): number =>
    files.filter((file) => file.verifiedBy === kind).length;
  return {
    format: 2,
    generation: 1,
    id,
    importedAt,
    ...(importedBy === undefined ? {} : { importedBy }),
    layout: medium.layout,
    product: medium.product,
    platform: medium.platform,
    target: medium.target,
    release: medium.release,
    ...(medium.pack === null ? {} : { pack: medium.pack }),
    source,
    parts,
    verified: {
      packages: verifiedBy('package-metadata') + verifiedBy('xs-packages'),
      metadata: verifiedBy('repomd') + verifiedBy('signature'),
      signature: medium.signature.verdict,
      signedBy: medium.signature.signedBy,
      packageSignatures: countVerdicts(packageVerdicts.verdicts),
      packagesSignedBy: [...packageVerdicts.signedBy],
      sourceChecksum,
    },
    warnings: [...tree.warnings, ...medium.warnings, ...packageVerdicts.warnings],
    files,
    emptyFolders: emptyFolders(tree),
  };
}

/** A bad one never gets this far. */
function countVerdicts(verdicts: ReadonlyMap<string, SignatureVerdict>): Manifest['verified']['packageSignatures'] {
  const count = (verdict: SignatureVerdict): number => [...verdicts.values()].filter((one) => one === verdict).length;
  return { good: count('good'), absent: count('absent'), untrustedKey: count('untrusted-key') };
}

function verificationOf(path: string, medium: RecognisedMedium): ManifestFile['verifiedBy'] {
  if (path === 'repodata/repomd.xml' && medium.signature.verdict === 'good') return 'signature';
  return medium.expectations.get(path)?.verifiedBy ?? 'none';
}

/** Folders with nothing in them; those above them follow from their paths. */
function emptyFolders(tree: PlannedTree): string[] {
  const filled = new Set<string>();
  for (const path of [...tree.files.keys(), ...tree.folders]) {
    const slash = path.lastIndexOf('/');
    if (slash !== -1) filled.add(path.slice(0, slash));
  }
  return [...tree.folders].filter((path) => !filled.has(path)).sort();
}
