/**
 * What the boot loader does with the entry that `main` left (media-and-clients.md 3.1, 3.2). Its files are in /boot, so that
 * nothing is fetched before the installer runs; the installer takes a lasting entry out before it asks for any media.
 */
import type { Host, StagedInstallation } from '../state/objects.js';
import type { World } from '../world.js';
import { refuse, runInstaller } from './staged-installation.js';

/** `boots-again`: into whatever the boot loader's default is then. */
export type EntryOutcome = 'boots-again' | 'stays-down';

export async function followBootEntry(
  world: World,
  host: Host,
  staged: StagedInstallation,
  isStillOn: () => boolean,
): Promise<EntryOutcome> {
  if (staged.entry === 'one-shot') host.staged = null;
  if (!staged.filesPresent) {
    world.history.record('boot-loader-stuck', host.uuid, {});
    return 'stays-down';
  }
  world.history.record('installer-began', host.uuid, { url: staged.url });
  await world.sleep(world.times.installerStart);
  if (!isStillOn()) return 'stays-down';
  if (!staged.answerFileReadable) {
    // Nobody has read the script that takes the entry out: a lasting one leads here again and again.
    await refuse(world, host, 'answer-file-unreadable');
    return 'boots-again';
  }
  if (staged.entry === 'default') host.staged = afterRevert(staged);
  const outcome = await runInstaller(world, host, staged, isStillOn);
  if (outcome === 'installed') host.staged = null;
  return outcome === 'installed' || outcome === 'refused-before-disk' ? 'boots-again' : 'stays-down';
}

/**
 * The script that the installer runs first takes the entry out. After a second `main` of an old plugin it makes that same
 * entry the default it goes back to (commit 333c618): what is left names an entry that is not there.
 */
function afterRevert(staged: StagedInstallation): StagedInstallation | null {
  return staged.revertible ? null : { ...staged, filesPresent: false };
}
