/** Whether what a guest had in memory under one release can be resumed under another. */
import { compareVersions } from './versions.js';

/**
 * Xen 4.5: what older releases (up to XenServer 6.5, with Xen 4.4) write is the "legacy" form of xenopsd's suspend image
 * (suspend-image-framing-format.md: "Libxc_legacy: saved using pre-Xen-4.5"), which newer ones have to convert while they
 * read it; its own viewer refuses it. From 4.5 on the form is the one that newer releases read as it is.
 */
const suspendImagesSince = '4.5';

/** Null where a version is not told. An older release never resumes what a newer one has written (xapi.md 2.2). */
export function canResume(writtenBy: string | null, readBy: string | null): boolean | null {
  if (writtenBy === null || readBy === null) return null;
  if (compareVersions(readBy, writtenBy) < 0) return false;
  return compareVersions(writtenBy, suspendImagesSince) >= 0 || compareVersions(readBy, suspendImagesSince) < 0;
}
