/** How much memory a release gives its control domain by default (python-libs, xcp/dom0.py): what getDom0DefaultMemory answers. */
import { compareVersions } from '../releases/versions.js';

const mebibyte = 1024 ** 2;
const gibibyte = 1024 ** 3;

/** Xen reports a bit less than is built in; the real code adds this before it counts. */
const reportedLess = 256 * mebibyte;

/** In bytes. The rule changed with platform 2.9, that is 8.0. */
export function controlDomainMemory(hostMemory: number, platformVersion: string): number {
  const present = hostMemory + reportedLess;
  return compareVersions(platformVersion, '2.9.0') < 0 ? inSteps(present) : byShare(present);
}

function inSteps(present: number): number {
  const gibibytes = Math.floor(present / gibibyte);
  if (gibibytes < 24) return 752 * mebibyte;
  if (gibibytes < 48) return 2 * gibibyte;
  return gibibytes < 64 ? 3 * gibibyte : 4 * gibibyte;
}

/** One gibibyte and a twentieth, in steps of 16 MiB, eight gibibytes at most. */
function byShare(present: number): number {
  const mebibytes = 1024 + Math.floor(Math.floor(present / mebibyte) * 0.05);
  return Math.min(mebibytes - (mebibytes % 16), 8192) * mebibyte;
}
