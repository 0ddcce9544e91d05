/** Decides whether a medium is taken with the signatures its packages have, and what is said of it. */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { Manifest, SignatureVerdict } from '../manifest.js';
import type { PackageRules, SignatureFinding } from '../recognise/recognised-medium.js';
import type { SignatureDemand } from '../recognise/signature-rules.js';
import type { PackageFindings } from './check-packages.js';
import { underPins } from './signature.js';

export interface PackageVerdicts {
  /** Of the packages that keys could be found for, by path. */
  readonly verdicts: ReadonlyMap<string, SignatureVerdict>;
  /** Fingerprints of the keys that made good signatures. */
  readonly signedBy: readonly string[];
  readonly warnings: readonly string[];
}

/** Names that an error shows as data. */
const mostNames = 100;

/** @throws MEDIA_PACKAGE_SIGNATURE_REFUSED with the packages as data */
export function judgePackages(
  findings: PackageFindings,
  rules: PackageRules,
  demand: SignatureDemand,
): PackageVerdicts {
  const judged = [...findings].map(([path, finding]): [string, SignatureFinding | null] => [
    path,
    finding === null ? null : underPins(finding, demand.trusted),
  ]);
  refuse(judged.filter(([, finding]) => finding?.verdict === 'bad'));
  if (demand.required) refuse(judged.filter(([, finding]) => finding?.verdict !== 'good'));
  refuse(judged.filter(([, finding]) => finding !== null && isRefusedByInstaller(finding, rules)));
  const known = judged.flatMap(([path, finding]) => (finding === null ? [] : [{ path, ...finding }]));
  const good = known.filter(({ verdict }) => verdict === 'good').flatMap(({ signedBy }) => signedBy ?? []);
  return {
    verdicts: new Map(known.map(({ path, verdict }) => [path, verdict])),
    signedBy: [...new Set(good)].sort(),
    warnings: warningsOf(known, demand.trusted.size > 0),
  };
}

/** For a medium that is here already, perhaps from a time when less was demanded. @throws MEDIA_PACKAGE_SIGNATURE_REFUSED */
export function requireDemandedPackages({ files }: Manifest, demand: SignatureDemand): void {
  if (!demand.required) return;
  const packages = files.filter(({ role, signature }) => role === 'package' && signature !== 'good');
  refuse(
    packages.map(({ path, signature }) => [path, signature === null ? null : { verdict: signature, signedBy: null }]),
  );
}

/** Pins are the user's own test: a key that only they distrust is one that the installer takes. */
function isRefusedByInstaller({ verdict, signedBy }: SignatureFinding, { installerRefuses }: PackageRules): boolean {
  return installerRefuses.includes(verdict) && signedBy === null;
}

function refuse(packages: readonly (readonly [string, SignatureFinding | null])[]): void {
  const [first] = [...packages].sort(([left], [right]) => (left < right ? -1 : 1));
  if (first === undefined) return;
  const [path, finding] = first;
  const more = packages.length > 1 ? `, and so have ${packages.length - 1} more` : '';
  throw new DrydockError('MEDIA_PACKAGE_SIGNATURE_REFUSED', {
    attempted: 'checking the signature of a package',
    subject: path,
    expected: "a good signature by the medium's first key",
    found: `${finding?.verdict ?? 'no key to check with'}${more}`,
    data: { packages: packages.map(([name]) => name).slice(0, mostNames), count: packages.length },
  });
}

function warningsOf(known: readonly SignatureFinding[], pinned: boolean): string[] {
  const count = (verdict: SignatureVerdict): number => known.filter((finding) => finding.verdict === verdict).length;
  const told = (number: number, what: string): string[] =>
    number === 0 ? [] : [`${number} of ${known.length} packages ${number === 1 ? 'is' : 'are'} ${what}`];
  return [
    ...told(count('absent'), 'not signed.'),
    ...told(
      count('untrusted-key'),
      pinned
        ? 'signed by a key that is not among the keys given.'
        : 'signed by another key than the medium names first.',
    ),
  ];
}
