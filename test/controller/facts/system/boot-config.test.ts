/** The inverse of what the upgrade plugin writes, on texts that its library wrote (test/fixtures/boot-config). */
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { findUpgradeEntry, withoutUpgradeEntry } from '../../../../src/controller/facts/system/boot-config.js';

const text = (name: string): string =>
  readFileSync(new URL(`../../../fixtures/boot-config/${name}`, import.meta.url), 'utf8');

const cases = [
  { name: 'lasting.grub.cfg', loader: 'grub2', boots: 'lasting', environment: '' },
  {
    name: 'once.grub.cfg',
    loader: 'grub2',
    boots: 'once',
    environment: '# GRUB Environment Block\noverride_entry=2\n##',
  },
  { name: 'lasting.extlinux.conf', loader: 'extlinux', boots: 'lasting', environment: '' },
] as const;

describe('The boot configuration of a staged host', () => {
  for (const { name, loader, boots, environment } of cases) {
    it(`says when the installer starts: ${boots} in ${name}`, () => {
      expect(findUpgradeEntry(loader, text(`staged.${name}`), environment)).to.include({ index: 2, boots });
      expect(findUpgradeEntry(loader, text(`saved.${name}`), environment)).to.equal(undefined);
    });

    it(`without its entry is what the plugin kept, byte for byte: ${name}`, () => {
      expect(withoutUpgradeEntry(loader, text(`staged.${name}`), text(`saved.${name}`))).to.equal(
        text(`saved.${name}`),
      );
    });

    it(`stays as it is where nothing is staged: ${name}`, () => {
      expect(withoutUpgradeEntry(loader, text(`saved.${name}`), undefined)).to.equal(text(`saved.${name}`));
    });
  }

  it('keeps what somebody changed in another entry meanwhile', () => {
    const edited = text('staged.lasting.grub.cfg').replace('watchdog', 'watchdog=60');
    expect(withoutUpgradeEntry('grub2', edited, text('saved.lasting.grub.cfg'))).to.equal(
      text('saved.lasting.grub.cfg').replace('watchdog', 'watchdog=60'),
    );
  });

  it('is not touched where the former default is known nowhere', () => {
    for (const { name, loader } of [cases[0], cases[2]]) {
      expect(withoutUpgradeEntry(loader, text(`staged.${name}`), undefined)).to.equal(undefined);
      // A copy that was made of a staged configuration tells nothing.
      expect(withoutUpgradeEntry(loader, text(`staged.${name}`), text(`staged.${name}`))).to.equal(undefined);
    }
  });

  it('needs no copy where the entry is not the default', () => {
    expect(withoutUpgradeEntry('grub2', text('staged.once.grub.cfg'), undefined)).to.equal(text('saved.once.grub.cfg'));
  });

  it('names an entry that nothing boots as one', () => {
    expect(findUpgradeEntry('grub2', text('staged.once.grub.cfg'), '')?.boots).to.equal('never');
  });

  it('survives texts that are cut off or empty', () => {
    for (const { name, loader, environment } of cases) {
      const whole = text(`staged.${name}`);
      for (let length = 0; length < whole.length; length += 37) {
        findUpgradeEntry(loader, whole.slice(0, length), environment);
        withoutUpgradeEntry(loader, whole.slice(0, length), whole.slice(length));
      }
    }
  });
});
