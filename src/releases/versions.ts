/** Version numbers as xapi compares them, so that "newer" means here what it means to the pool. */

/**
 * The integers of a version, cut at dots and hyphens; pieces that are not integers are dropped.
 * `4.17.3-4` gives 4, 17, 3, 4 and `25.30.0.6.gb239bd75a` gives 25, 30, 0, 6 (source: xapi, helpers.ml and its tests).
 */
export function versionNumbers(version: string): readonly number[] {
  return version
    .split(/[.-]/)
    .filter((piece) => /^\d+$/.test(piece))
    .map(Number);
}

/** Below, at or above zero, like a comparison function; a missing version counts as 0.0.0 (xapi.md 2.2). */
export function compareVersions(left: string | undefined, right: string | undefined): number {
  const leftNumbers = versionNumbers(left ?? '0.0.0');
  const rightNumbers = versionNumbers(right ?? '0.0.0');
  const shared = Math.min(leftNumbers.length, rightNumbers.length);
  for (let index = 0; index < shared; index++) {
    const difference = (leftNumbers[index] ?? 0) - (rightNumbers[index] ?? 0);
    if (difference !== 0) return Math.sign(difference);
  }
  // xapi compares lists: 25.27 is before 25.27.1, and before 25.27.0 as well.
  return Math.sign(leftNumbers.length - rightNumbers.length);
}

export function isAtLeast(version: string | undefined, minimum: string): boolean {
  return compareVersions(version, minimum) >= 0;
}
