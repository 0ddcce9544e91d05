/**
 * Versions of packages as rpm compares them: "newer" must mean here what it means to the installer's package manager. xapi's
 * own comparison (versions.ts) knows numbers only.
 */

export interface PackageVersion {
  /** `0` where there is none. */
  readonly epoch: string;
  readonly version: string;
  readonly release: string;
}

/** Below, at or above zero: by epoch, then version, then release (rpm, `rpmVersionCompare`). */
export function comparePackageVersions(left: PackageVersion, right: PackageVersion): number {
  return (
    Math.sign(Number(left.epoch) - Number(right.epoch)) ||
    compareRpm(left.version, right.version) ||
    compareRpm(left.release, right.release)
  );
}

/** `4.17.5-4.1.xcpng8.3`, with the epoch before it only where there is one. */
export function formatPackageVersion({ epoch, version, release }: PackageVersion): string {
  return `${epoch === '0' ? '' : `${epoch}:`}${version}-${release}`;
}

/**
 * One part against another (rpm manual, "Version comparison"): runs of digits and runs of letters are compared in turn, what
 * stands between them does not count; digits are newer than letters; a tilde is older than the end (`1.0~rc1` < `1.0`), a
 * caret is newer than the end and older than anything else (`1.0` < `1.0^git1` < `1.0.1`).
 */
export function compareRpm(left: string, right: string): number {
  const lefts = runs(left);
  const rights = runs(right);
  for (let index = 0; index < Math.max(lefts.length, rights.length); index++) {
    const difference = compareRuns(lefts[index], rights[index]);
    if (difference !== 0) return difference;
  }
  return 0;
}

function runs(text: string): readonly string[] {
  return text.match(/\d+|[A-Za-z]+|[~^]/g) ?? [];
}

/** Undefined is the end of a version. */
function compareRuns(left: string | undefined, right: string | undefined): number {
  return weight(left) - weight(right) === 0 ? compareAlike(left, right) : Math.sign(weight(left) - weight(right));
}

function weight(run: string | undefined): number {
  if (run === '~') return 0;
  if (run === undefined) return 1;
  if (run === '^') return 2;
  return /^\d/.test(run) ? 4 : 3;
}

/** Two runs of a kind; numbers may be longer than any machine number. */
function compareAlike(left: string | undefined, right: string | undefined): number {
  if (left === undefined || right === undefined) return 0;
  const first = left.replace(/^0+(?=\d)/, '');
  const second = right.replace(/^0+(?=\d)/, '');
  if (/^\d/.test(first) && first.length !== second.length) return Math.sign(first.length - second.length);
  if (first === second) return 0;
  return first < second ? -1 : 1;
}
