/** The settings of mirrors: what is refused, and what is made of them. */
import { expect } from 'chai';
import { parseSettings } from '../../../src/daemon/config/load.js';
import { askingMirrors, mirrorOf } from '../../../src/daemon/config/mirror-settings.js';
import type { Settings } from '../../../src/daemon/config/schema.js';
import { DrydockError } from '../../../src/shared/errors/drydock-error.js';

async function mirrors(text: string): Promise<Settings['servers']['mirrors']> {
  return (await parseSettings(`servers:\n  mirrors:\n${text}`, 'drydock.yaml')).servers.mirrors;
}

async function problemsOf(text: string): Promise<string> {
  const error = await parseSettings(text, 'drydock.yaml').then(
    () => undefined,
    (refused: unknown) => refused,
  );
  return error instanceof DrydockError ? String(error.details.found) : 'accepted';
}

describe('The settings of mirrors', () => {
  it('are a name, a kind, an address, and whom it is for', async () => {
    const [nginx, tree] = await mirrors(
      '    - { name: berlin, kind: nginx, url: "http://192.0.2.20:8080", networks: [192.0.2.0/24] }\n' +
        '    - { name: store, kind: tree, url: "http://192.0.2.30:9000/media/xs/", pools: [lab] }\n',
    );
    expect(mirrorOf(nginx!)).to.deep.equal({ name: 'berlin', kind: 'nginx', url: 'http://192.0.2.20:8080/' });
    expect(askingMirrors([nginx!, tree!])).to.deep.equal([{ name: 'berlin', from: ['192.0.2.20'] }]);
    expect(askingMirrors([{ ...nginx!, from: ['198.51.100.0/24'] }])).to.deep.equal([
      { name: 'berlin', from: ['198.51.100.0/24'] },
    ]);
  });

  for (const [what, url] of Object.entries({
    'a name, which installers do not look up': 'http://mirror.example/',
    'HTTPS, which no host can verify': 'https://192.0.2.20/',
    'a query, which hosts throw away': 'http://192.0.2.20/?bucket=x',
    'a character that hosts paste into XML': 'http://192.0.2.20/a&b/',
    'a password': 'http://u:p@192.0.2.20/',
    'an empty part of the path': 'http://192.0.2.20/a//b/',
  })) {
    it(`refuse ${what}`, async () => {
      const text = `servers:\n  mirrors:\n    - { name: berlin, kind: tree, url: "${url}" }\n`;
      expect(await problemsOf(text)).to.include('http:// with an IPv4 address');
    });
  }

  it('refuse what does not go together', async () => {
    const one = (more: string): string =>
      `servers:\n  mirrors:\n    - { name: berlin, url: "http://192.0.2.20/", ${more} }\n`;
    expect(await problemsOf(one('kind: tree, from: [192.0.2.20]'))).to.include('is for mirrors of the kind nginx');
    expect(await problemsOf(one('kind: nginx, origin: "https://192.0.2.10"'))).to.include('must be a name');
    expect(await problemsOf(one('kind: nginx').replace('.20/', '.20/media/'))).to.include('must have no path');
    const twice = `${one('kind: tree')}    - { name: berlin, url: "http://192.0.2.21/", kind: tree }\n`;
    expect(await problemsOf(twice)).to.include('stands twice');
    const locked = `${one('kind: nginx')}  access: { password: everything, users: [{ name: ann, passwordFile: x }] }\n  http: [{ port: 80 }]\n`;
    expect(await problemsOf(locked)).to.include('cannot give a password');
    const outside = `${one('kind: nginx')}  access: { addresses: [198.51.100.0/24] }\n`;
    expect(await problemsOf(outside)).to.include('may not connect');
  });
});
