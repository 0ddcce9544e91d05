/**
 * Takes out of a host what `main` put into it: the plugin's own inverse (its revert-bootloader.py) with a copy kept, the new text
 * beside the old one, synced, put in its place at once, and read again. Done twice it does nothing the second time.
 */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { withoutUpgradeEntry } from '../facts/system/boot-config.js';
import type { Asker } from './ask.js';
import { changing } from './commands.js';
import { readBootState, type BootState } from './read-staged.js';

/** @throws STAGED_ENTRY_KEPT, SSH_… */
export async function removeStaged(ask: Asker, host: string): Promise<void> {
  const before = await readBootState(ask);
  if (before.entry !== undefined) await removeEntry(ask, before, host);
  if (before.hasFiles) await ask.text(changing.removeInstaller.make());
  const after = before.hasFiles ? await readBootState(ask) : undefined;
  if (after?.hasFiles === true) throw kept(host, '/boot/installer is still there');
}

async function removeEntry(ask: Asker, before: BootState, host: string): Promise<void> {
  const { config, text, saved, entry } = before;
  const wanted = withoutUpgradeEntry(config.loader, text, saved);
  if (wanted === undefined)
    throw kept(host, `what ${config.path} booted before is not known: ${config.saved} is not there`);
  if (entry?.boots === 'once' && config.environment !== null) {
    await ask.text(changing.clearNextBoot.make(config.environment));
  }
  const beside = `${config.path}.drydock-new`;
  await ask.text(changing.keepCopy.make(config.path, `${config.path}.drydock`));
  await ask.text(changing.write.make(beside, wanted));
  await ask.text(changing.takeMode.make(config.path, beside));
  await ask.text(changing.replace.make(beside, config.path));
  await ask.text(changing.sync.make());
  const after = await readBootState(ask);
  if (after.entry !== undefined || after.text !== wanted) throw kept(host, `${config.path} is not as it was written`);
}

function kept(host: string, found: string): DrydockError {
  return new DrydockError('STAGED_ENTRY_KEPT', {
    attempted: 'taking the staged installer out',
    subject: host,
    found,
  });
}

/**
 * The same for a person at the host, whatever its boot loader: what the plugin kept goes back, the mark for the next boot and
 * the files go.
 */
export function removeByHand(): string {
  const restore =
    'for f in efi-grub.cfg:efi/EFI/xenserver/grub.cfg grub.cfg:grub/grub.cfg extlinux.conf:extlinux.conf; do [ ! -f /boot/installer/${f%%:*} ] || cp -f /boot/installer/${f%%:*} /boot/${f#*:}; done';
  const unmark =
    'for e in /boot/efi/EFI/xenserver/grubenv /boot/grub/grubenv; do [ ! -f $e ] || grub-editenv $e unset override_entry; done';
  return `${restore}; ${unmark}; rm -rf /boot/installer`;
}
