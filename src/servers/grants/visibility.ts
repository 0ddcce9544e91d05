/** Which files of its medium a grant shows in which state: the rule that makes un-staging and fencing work without touching a host. */
import type { FileRole, MediaLayout } from '../../media/manifest.js';
import type { GrantState } from '../../contract/grants.js';

/** What the plugin may read beyond the roles: licence texts are small, installers' extra images are not. */
const smallFile = 1024 * 1024;

export interface VisibleFile {
  readonly role: FileRole;
  readonly size: number;
}

/**
 * True when a host that holds this grant finds the file.
 *
 * staging shows what the plugin's `main` reads (traces of the plugin 2012 to 2016 and media-and-clients.md 2.1: boot files,
 * `.treeinfo`, `repodata/repomd.xml`) and no more. An installer that is booted while its grant is still staging asks for
 * `.treeinfo`, `repomd.xml` and then primary.xml at its first look, before it touches the disk (2.4, 7.0 and later): the
 * missing primary.xml makes it refuse there, and the host returns to its old system.
 *
 * Two limits of that: plugins from 3.1.0 on (XenServer 9) may ask the repository's package metadata for their own
 * version, so their `main` may fail under staging, harmlessly, with nothing changed on the host; and in the xs-repository
 * layout plugin and installer read the very same files (XS-REPOSITORY, XS-PACKAGES) first, so that no rule by file can
 * tell them apart: there the shortness of staging is the protection.
 *
 * proof shows everything to whoever asked for it over the control socket. It belongs to no host: an address that is in no
 * boot entry cannot be installed from.
 */
export function isVisible(state: GrantState, file: VisibleFile, layout: MediaLayout): boolean {
  switch (state) {
    case 'probe':
      return file.role !== 'package' && (file.role !== 'other' || file.size <= smallFile);
    case 'staging':
      return file.role === 'boot' || file.role === 'discovery' || (file.role === 'metadata' && layout !== 'treeinfo');
    case 'armed':
    case 'proof':
      return true;
    case 'closed':
    case 'ended':
      return false;
  }
}
