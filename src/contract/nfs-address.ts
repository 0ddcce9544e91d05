/** The forms in which an NFS address is given: hosts, installers and XenCenter each want their own (media-and-clients.md 2.3, 2.4). */

/**
 * For the host-upgrade plugin and for `<source type="url">`: what follows `nfs://` is handed to mount(8) as it is, so there
 * is a colon before the path, no port and no percent-encoding.
 */
export function nfsUrl(address: string, path: string): string {
  return `nfs://${address}:${path}`;
}

/** For XenCenter's wizard, which adds `nfs://` itself, and for `<source type="nfs">` of an answer file. */
export function nfsLocation(address: string, path: string): string {
  return `${address}:${path}`;
}
