/** What a published medium is: the manifest that import writes, and that every server and the controller read. */
import { z } from 'zod';

/** The role a file plays for the clients; grants show or hide files by it (src/servers/grants/visibility.ts). */
export const fileRoles = [
  /** install.img, boot/vmlinuz, boot/xen.gz, isolinux.cfg, grub.cfg …: what the host plugin copies. */
  'boot',
  /** .treeinfo, repodata/repomd.xml, XS-REPOSITORY-LIST …: what tells a client that this is a repository. */
  'discovery',
  /** primary, filelists, comps, repomd.xml.asc …: what the package phase reads before the first package. */
  'metadata',
  /** The files named in `[keys]`. */
  'key',
  /** What the package metadata names: RPMs, and the .tar.bz2 of XS-PACKAGES. */
  'package',
  'other',
] as const;

export type FileRole = (typeof fileRoles)[number];

/** Of the repository, and of each package: made by the medium's first key, or how not. */
const signatureVerdicts = ['good', 'absent', 'untrusted-key', 'bad'] as const;

export type SignatureVerdict = (typeof signatureVerdicts)[number];

/** By what a file was verified at import: `none` is said to the user, file by file. */
const verifications = ['repomd', 'package-metadata', 'xs-packages', 'signature', 'none'] as const;

export type Verification = (typeof verifications)[number];

const manifestFileSchema = z.strictObject({
  /** Relative to the tree, `/` between components, no leading slash, byte for byte as on the medium. */
  path: z.string().min(1),
  size: z.number().int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  role: z.enum(fileRoles),
  verifiedBy: z.enum(verifications),
  /** Of a package's header, under the medium's first key; null where the file is no package or none was looked for. */
  signature: z.enum(signatureVerdicts).nullable(),
  /** Milliseconds since 1970, from the medium; what `Last-Modified` and `MDTM` show. */
  modified: z.number().int(),
});

export type ManifestFile = z.infer<typeof manifestFileSchema>;

/**
 * The versions a host has after it was installed from this medium: what "proven" compares with.
 * xapi, xen and linux come from the packages; they are null where the metadata does not tell.
 */
export const targetVersionsSchema = z.strictObject({
  product: z.string(),
  build: z.string().nullable(),
  platform: z.string(),
  xapi: z.string().nullable(),
  xen: z.string().nullable(),
  linux: z.string().nullable(),
});

export type TargetVersions = z.infer<typeof targetVersionsSchema>;

export const layouts = ['treeinfo', 'xs-repository', 'supplemental-pack'] as const;

export type MediaLayout = (typeof layouts)[number];

/** What a pack is and wants; told as far as the pack tells it. */
const packSchema = z.strictObject({
  /** A driver disk names a group `drivers`, or holds drivers by type; an update goes by the vendor's naming. */
  kind: z.enum(['supplemental-pack', 'driver-disk', 'update']),
  /** The releases whose installers read packs of this form: `XenServer 5.6 to 7.0`. */
  installers: z.string(),
  /** What must be there before: `xs:main ge 6.2.0`, `kernel 3.10.0+2`, `XenServer 7.1`. */
  requires: z.array(z.string()),
});

export type PackFacts = z.infer<typeof packSchema>;

export const packKindNames: Readonly<Record<PackFacts['kind'], string>> = {
  'supplemental-pack': 'a supplemental pack',
  'driver-disk': 'a driver disk',
  update: 'a hotfix or cumulative update',
};

/** What a medium was imported from. */
const sourceSchema = z.strictObject({
  /** `iso`, `tar`, `zip`, `folder`; what was around it before: `url iso`, `zip iso`. */
  kind: z.string(),
  label: z.string(),
  /** Of the file as it was given; of a folder, the digest over its files' digests and paths. */
  sha256: z.string(),
  bytes: z.number().int(),
});

export const manifestSchema = z.strictObject({
  format: z.literal(2),
  /** One more with each repair: whoever keeps files open opens them again. */
  generation: z.number().int().positive(),
  id: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,62}$/),
  importedAt: z.number().int(),
  /** Whoever imported it, as he was known then; absent in media of earlier versions. */
  importedBy: z.string().optional(),
  layout: z.enum(layouts),
  product: z.strictObject({ name: z.string(), version: z.string(), build: z.string().nullable() }),
  platform: z.strictObject({ name: z.string(), version: z.string() }),
  target: targetVersionsSchema,
  /** The id in src/releases of the release this medium installs, when it is a known one. */
  release: z.string().nullable(),
  /** Only where the layout is supplemental-pack. */
  pack: packSchema.optional(),
  source: sourceSchema,
  /** What was merged into it, such as the Linux pack of the releases up to 6.5. */
  parts: z.array(sourceSchema),
  verified: z.strictObject({
    packages: z.number().int(),
    metadata: z.number().int(),
    signature: z.enum(signatureVerdicts),
    /** Fingerprint of the key that made the signature, where there is one. */
    signedBy: z.string().nullable(),
    /** Packages by the verdict on their own signatures; those without a verdict are not counted. */
    packageSignatures: z.strictObject({
      good: z.number().int(),
      absent: z.number().int(),
      untrustedKey: z.number().int(),
    }),
    /** Fingerprints of the keys that made their good signatures. */
    packagesSignedBy: z.array(z.string()).default([]),
    /** The source had the sha256 that the user gave. */
    sourceChecksum: z.boolean(),
  }),
  warnings: z.array(z.string()),
  files: z.array(manifestFileSchema),
  /** Folders without files in them, so that a copy of the tree is complete. */
  emptyFolders: z.array(z.string()),
});

export type Manifest = z.infer<typeof manifestSchema>;

/** Count and bytes of the files of one role. */
export function totals(manifest: Manifest, role?: FileRole): { files: number; bytes: number } {
  let files = 0;
  let bytes = 0;
  for (const file of manifest.files) {
    if (role !== undefined && file.role !== role) continue;
    files += 1;
    bytes += file.size;
  }
  return { files, bytes };
}
