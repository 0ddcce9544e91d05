/** Supplemental packs, driver disks and updates: `update.xml` with a yum repository (7.1 on), or `XS-REPOSITORY` (to 7.0). */
import { installersOfPacks, releaseRange } from '../../releases/media/find-media-release.js';
import type { PackFormat } from '../../releases/media/media-release.js';
import { parseUpdateXml, updateXmlLimit, updateXmlPath } from '../formats/update-xml.js';
import { packKindNames, type FileRole, type PackFacts } from '../manifest.js';
import type { SourceTree } from '../source/source-tree.js';
import { marks, notRecognised, requireComplete } from './evidence.js';
import type { RecognisedMedium, SignatureFinding } from './recognised-medium.js';
import { findSignature, signatureWarnings, trustedKeys, type SignatureDemand } from './signature-rules.js';
import { xsRpmPackages, type XsRepositories } from './xs-repositories.js';
import { readYumRepository, rpmPackages } from './yum-repository.js';

/** How the installer knows a driver disk of 7.1 and later (host-installer, repository.py). */
const driverGroup = 'drivers';
const driverTypes = ['driver', 'driver-rpm', 'firmware'];

/** Hotfixes and cumulative updates are named after their release: XS71E001, XS602E008, XS56EFP1005, XS82ECU1. */
const updateName = /^XS(?<major>\d)(?<rest>\d{1,2})E/;

/** A pack leaves the host's versions alone. */
function packVersions(version: string, build: string | null): Pick<RecognisedMedium, 'platform' | 'target'> {
  return {
    platform: { name: '', version: '' },
    target: { product: version, build, platform: '', xapi: null, xen: null, linux: null },
  };
}

/** @throws MEDIA_INCOMPLETE, MEDIA_METADATA_INVALID, MEDIA_DIGEST_…, MEDIA_SIGNATURE_REFUSED */
export async function recogniseYumPack(tree: SourceTree, demand: SignatureDemand): Promise<RecognisedMedium> {
  const update = await parseUpdateXml(await tree.read(updateXmlPath, updateXmlLimit));
  const repository = await readYumRepository(tree);
  const names = new Set(repository.packages.map((item) => item.name));
  // The installer installs these two by name (reference: 1.5).
  const needed = repository.listed ? [update.control, `update-${update.name}`] : [];
  const unnamed = needed.filter((name) => !names.has(name)).map((name) => `package ${name}`);
  requireComplete([...repository.missing, ...unnamed], 'supplemental-pack');
  const roles = new Map<string, FileRole>();
  for (const path of tree.files.keys()) if (path.startsWith('repodata/')) roles.set(path, 'metadata');
  for (const { path, verifiedBy } of repository.expectations.values()) {
    roles.set(path, verifiedBy === 'repomd' ? 'metadata' : 'package');
  }
  roles.set(marks.repomd, 'discovery').set(updateXmlPath, 'discovery').set(`${updateXmlPath}.asc`, 'metadata');
  // A pack names no key of its own: hosts know the vendor's. Only the user's keys can tell whose it is.
  const options = { signedPath: marks.repomd, signed: repository.repomd, keys: [], enforced: false };
  const signature = await findSignature(tree, options, demand);
  const isDriverDisk = repository.groups.some((group) => group.id === driverGroup);
  const ofRelease = updateName.exec(update.name)?.groups;
  const kind = isDriverDisk ? 'driver-disk' : ofRelease === undefined ? 'supplemental-pack' : 'update';
  const requires =
    ofRelease === undefined ? [] : [`XenServer ${[ofRelease['major'], dotted(ofRelease['rest'])].join('.')}`];
  const pack = packFacts(kind, 'update-xml', requires);
  return {
    layout: 'supplemental-pack',
    release: null,
    product: { name: update.name, version: update.version, build: null },
    ...packVersions(update.version, null),
    roles,
    expectations: repository.expectations,
    signature,
    packageRules: { packages: rpmPackages(repository), keys: trustedKeys([], demand), installerRefuses: [] },
    pack,
    warnings: [packWarning(pack), ...keyWarnings(signature, demand)],
  };
}

/** @param found complete. @throws MEDIA_NOT_RECOGNISED */
export function xsPack(tree: SourceTree, found: XsRepositories): RecognisedMedium {
  const { repositories, expectations } = found;
  const [first] = repositories;
  if (first === undefined) throw notRecognised('MEDIA_NOT_RECOGNISED', tree, {});
  const packages = repositories.flatMap((repository) => repository.packages);
  const kernels = new Set(packages.flatMap(({ kernel }) => (kernel === null || kernel === 'any' ? [] : [kernel])));
  const requires = [
    ...repositories
      .flatMap((repository) => repository.requires)
      .map(({ originator, name, test, version, build }) =>
        [`${originator}:${name}`, test, build === null ? version : `${version}-${build}`].join(' '),
      ),
    ...[...kernels].map((kernel) => `kernel ${kernel}`),
  ];
  const isDriverDisk = packages.some(({ type }) => driverTypes.includes(type));
  const pack = packFacts(isDriverDisk ? 'driver-disk' : 'supplemental-pack', 'xs-repository', requires);
  const roles = new Map(found.roles).set(marks.repositoryList, 'discovery');
  return {
    layout: 'supplemental-pack',
    release: null,
    product: { name: first.name, version: first.version, build: first.build },
    ...packVersions(first.version, first.build),
    roles,
    expectations,
    signature: { verdict: 'absent', signedBy: null },
    packageRules: { packages: xsRpmPackages(found), keys: [], installerRefuses: [] },
    pack,
    warnings: [
      packWarning(pack),
      'Packs of this age carry no signature; packages were checked against the MD5 that the pack itself names.',
    ],
  };
}

/** The installer installs packs with gpgcheck off (reference: 1.5), so nothing is refused for it. */
function keyWarnings(signature: SignatureFinding, demand: SignatureDemand): string[] {
  if (demand.pins.length > 0) return signatureWarnings(signature, demand);
  return [
    ...(signature.verdict === 'absent' ? signatureWarnings(signature, demand) : []),
    'A pack names no key of its own, so nobody checked whose it and its packages are; --key gives the vendor’s key.',
  ];
}

/** `02` of XS602E001 is .0.2. */
function dotted(digits: string | undefined): string {
  return (digits ?? '').replace(/^(\d)(\d)$/, '$1.$2');
}

function packFacts(kind: PackFacts['kind'], format: PackFormat, requires: readonly string[]): PackFacts {
  return { kind, installers: releaseRange(installersOfPacks(format)), requires: [...new Set(requires)] };
}

/** Said at once, since people give such an image where a base medium is wanted. */
function packWarning({ kind, installers, requires }: PackFacts): string {
  const wants = requires.length === 0 ? '' : ` It is for ${requires.join(', ')}.`;
  return `This is ${packKindNames[kind]}: it upgrades no host by itself. Installers of ${installers} read packs of its form.${wants}`;
}
