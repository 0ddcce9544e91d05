import { expect } from 'chai';
import { runClientScript } from '../../../src/installer/client-script.js';
import { installerJourney } from '../../../src/installer/proof/journeys.js';
import type { InstallerRelease } from '../../../src/installer/unattended-install.js';
import { releases } from '../../../src/releases/find-release.js';
import { xmlMedium, type Tree } from '../../support/installer-media.js';

const old: InstallerRelease = {
  ...releases['xenserver-7.6'],
  installer: { ...releases['xenserver-7.6'].installer, generation: '5.6' },
};

async function verdictOn(tree: Tree): Promise<{ verdict: string | undefined; asked: string[] }> {
  const asked: string[] = [];
  const [part] = installerJourney(old);
  const verdict = await runClientScript(part!.script(), {
    request: ({ path }) => {
      asked.push(path);
      const body = tree.get(path);
      return Promise.resolve(
        body === undefined ? { outcome: 'missing', status: 404 } : { outcome: 'found', size: body.length, body },
      );
    },
    close: () => Promise.resolve(),
  });
  return { verdict, asked };
}

describe('The journey of an installer up to 6.5', () => {
  const tree = xmlMedium();
  tree.set(
    'packages.main/XS-PACKAGES',
    Buffer.from('<packages><package label="base" type="tbz2">base.tar.bz2</package></packages>'),
  );

  it('goes on to the packages, and says which one it does not get', async () => {
    expect((await verdictOn(tree)).verdict).to.equal(
      'the installer ends with missing-file: packages.main/base.tar.bz2',
    );
    const whole = new Map(tree).set('packages.main/base.tar.bz2', Buffer.from('archive'));
    const { verdict, asked } = await verdictOn(whole);
    expect(verdict).to.equal(undefined);
    expect(asked.filter((path) => path === 'packages.main/base.tar.bz2')).to.have.length(2);
  });
});
