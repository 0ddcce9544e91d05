/** The stretches of an installation and how its time is spread over them (estimates; the whole takes 10 to 20 minutes). */

/**
 * `backup`: the old system is copied aside and the disk laid out; then the root is made anew. `download`: everything is
 * fetched; `transaction`: installed from the local copies, with no request; `finish`: settings restored, boot loader, scripts.
 */
export const installationShares = { backup: 0.2, download: 0.3, transaction: 0.4, finish: 0.1 } as const;

/** What an installer up to 6.5 does: packages are unpacked while they come in. */
export const streamedShares = { backup: 0.2, download: 0.7, transaction: 0, finish: 0.1 } as const;

export type InstallationShares = Readonly<Record<'backup' | 'download' | 'transaction' | 'finish', number>>;
