/** How versions are ordered: the rule by which xapi itself decides which way guests may move and who is newer. */

/**
 * The integers of a version string: cut at dots and at the first hyphen, pieces that are not integers dropped, a missing
 * string is 0.0.0 (xen-api, helpers.ml, `Checks`). "4.17.3-4" is 4, 17, 3, 4; "4.4.1-xs90192" is 4, 4, 1.
 */
export function versionNumbers(version: string | null): readonly number[] {
  if (version === null) return [0, 0, 0];
  const hyphen = version.indexOf('-');
  const pieces = hyphen < 0 ? version.split('.') : [...version.slice(0, hyphen).split('.'), version.slice(hyphen + 1)];
  return pieces.filter((piece) => /^\d+$/.test(piece)).map(Number);
}

/** Below zero when the first is older, above when it is newer. Missing components count as zero: 1.2 is 1.2.0. */
export function compareVersions(first: string | null, second: string | null): number {
  const left = versionNumbers(first);
  const right = versionNumbers(second);
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
