import { expect } from 'chai';
import {
  addressRefusal,
  bootFileRefusal,
  credentialRefusal,
  hostRefusal,
  installerRefusal,
  pluginRefusal,
  type ProofAddress,
} from '../../../src/installer/proof/refusals.js';
import { mediaReleases } from '../../../src/releases/media/find-media-release.js';
import { installerOf } from '../../../src/releases/media/release-clients.js';

const at = (protocol: ProofAddress['protocol'], port: number, host = '192.0.2.10'): ProofAddress => ({
  protocol,
  port,
  host,
});

describe('What a client cannot use, whatever the server does', () => {
  it('is any address that is not an IPv4 literal (media-and-clients.md 0.8, 3.1)', () => {
    expect(addressRefusal(at('http', 80))).to.equal(undefined);
    for (const host of ['::1', '[2001:db8::1]']) expect(addressRefusal(at('http', 80, host))?.source).to.equal('0.8');
    for (const host of ['media.example', '192.0.2', '300.1.1.1']) {
      expect(addressRefusal(at('ftp', 21, host))?.source, host).to.equal('3.1');
    }
  });

  it('is FTP on another port than 21 for the installers up to 8.0 (media-and-clients.md 2.4)', () => {
    const refusing = mediaReleases.filter((release) => installerRefusal(installerOf(release), at('ftp', 2121)));
    expect(refusing.map(({ name }) => name)).to.deep.equal([
      ...['5.6', '5.6 FP1', '5.6 SP2', '6.0', '6.0.2', '6.1', '6.2', '6.5'].map((name) => `XenServer ${name}`),
      ...['7.0', '7.1', '7.2', '7.3', '7.4', '7.5', '7.6'].map((name) => `XenServer ${name}`),
      'Citrix Hypervisor 8.0',
      ...['7.4', '7.5', '7.6', '8.0'].map((name) => `XCP-ng ${name}`),
    ]);
    for (const release of mediaReleases) {
      expect(installerRefusal(installerOf(release), at('ftp', 21))).to.equal(undefined);
      expect(installerRefusal(installerOf(release), at('http', 2121))).to.equal(undefined);
    }
  });

  it('is FTP for the plugin that waits for a reply that never comes (media-and-clients.md 2.2)', () => {
    expect(pluginRefusal('2013-10', at('ftp', 21))?.source).to.equal('2.2');
    expect(pluginRefusal('2013-10', at('http', 80))).to.equal(undefined);
    for (const generation of [
      '2012-06',
      '2016-05',
      '2016-11',
      '2.3.5',
      '3.0.4',
      'plugin-3.0.2',
      'plugin-3.0.3',
    ] as const) {
      expect(pluginRefusal(generation, at('ftp', 21))).to.equal(undefined);
    }
  });

  it('is a medium without isolinux.cfg for the plugins from 2013-08 to 2024-12 (media-and-clients.md 2.1)', () => {
    const uefiOnly = ['install.img', 'boot/vmlinuz', 'boot/xen.efi', 'EFI/xenserver/grub.cfg'];
    const refusal = (generation: Parameters<typeof bootFileRefusal>[0], paths = uefiOnly): string | undefined =>
      bootFileRefusal(generation, (path) => paths.includes(path))?.reason;
    for (const generation of ['plugin-3.0.2', 'plugin-3.0.3'] as const) {
      expect(refusal(generation), generation).to.equal(undefined);
      expect(refusal(generation, ['install.img', 'boot/vmlinuz']), generation).to.match(/boot\/xen\.gz/);
    }
    expect(refusal('plugin-3.0.3', uefiOnly.slice(0, 3))).to.match(/grub\.cfg/);
    const withXen = [...uefiOnly, 'boot/xen.gz'];
    expect(refusal('2012-06', withXen)).to.equal(undefined);
    for (const generation of ['2013-10', '2016-05', '2016-11', '2.3.5', '3.0.4'] as const) {
      expect(refusal(generation, withXen), generation).to.match(/isolinux\.cfg.*3\.0\.2/);
      expect(refusal(generation, [...withXen, 'boot/isolinux/isolinux.cfg']), generation).to.equal(undefined);
    }
  });

  it('is a password asked for on a port of its own (media-and-clients.md 0.7)', () => {
    expect(credentialRefusal(401, true, at('http', 8080))?.source).to.equal('0.7');
    for (const port of [80, 443]) expect(credentialRefusal(401, true, at('http', port))).to.equal(undefined);
    expect(credentialRefusal(404, true, at('http', 8080))).to.equal(undefined);
    expect(credentialRefusal(401, false, at('http', 8080))).to.equal(undefined);
  });

  it('is [system-v1] alone for libraries before 2021-11, and .treeinfo itself for 5.6 (media-and-clients.md 0.4, 2.1)', () => {
    const hosts = (name: string): Parameters<typeof hostRefusal>[0] =>
      mediaReleases.find((release) => release.name === name)!.hosts;
    const alone = { layout: 'treeinfo', treeinfoSections: ['system-v1', 'keys'] } as const;
    const both = { layout: 'treeinfo', treeinfoSections: ['platform', 'branding', 'system-v1'] } as const;
    expect(hostRefusal(hosts('XenServer 7.6'), alone)?.source).to.equal('0.4');
    expect(hostRefusal(hosts('XenServer 8'), alone)).to.equal(undefined);
    expect(hostRefusal(hosts('XenServer 7.6'), both)).to.equal(undefined);
    expect(hostRefusal(hosts('XenServer 5.6'), both)?.source).to.equal('2.1');
    expect(hostRefusal(hosts('XenServer 5.6'), { layout: 'xs-repository', treeinfoSections: [] })).to.equal(undefined);
  });
});
