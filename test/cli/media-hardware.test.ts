import { expect } from 'chai';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { mediaHardware } from '../../src/cli/commands/media/hardware.js';
import { importMedia } from '../../src/media/import-media.js';
import { runCli, type CommandLineResult } from '../support/cli-surroundings.js';
import { imageOf, temporaryFolder } from '../support/media-cases.js';
import { writeCpio } from '../support/media-cpio-writer.js';
import { driverModule, pciAlias } from '../support/media-kernel-module.js';
import { testPackageSigner, writeRpm } from '../support/media-rpm-writer.js';
import { treeinfoTree } from '../support/media-synthetic-tree.js';

const modules = 'lib/modules/4.19.0+1';
const i40e = pciAlias(0x8086, 0x1572);

async function driverPackage(name: string, path: string, aliases: readonly string[], version: string): Promise<Buffer> {
  const payload = gzipSync(writeCpio([{ path: `./${modules}/${path}`, content: driverModule(aliases, version) }]));
  const folders = [`/${modules}/${path.slice(0, path.lastIndexOf('/') + 1)}`];
  return writeRpm({ name, folders, payload }, { signer: await testPackageSigner() });
}

describe('media hardware', () => {
  const folder = temporaryFolder();
  const run = (...argv: readonly string[]): Promise<CommandLineResult> =>
    runCli(['media', 'hardware', ...argv], { workingFolder: folder(), specs: [mediaHardware] });

  beforeEach(async () => {
    const tree = await treeinfoTree({
      packages: [
        { name: 'xcp-ng-deps' },
        { name: 'kernel', file: await driverPackage('kernel', 'kernel/i40e.ko', [i40e], '2.1') },
        {
          name: 'intel-i40e',
          file: await driverPackage('intel-i40e', 'updates/i40e.ko', [i40e, pciAlias(0x8086, 0x37d0)], '2.25'),
        },
      ],
    });
    const image = [
      { path: `${modules}/kernel/i40e.ko`, content: driverModule([i40e], '2.1') },
      { path: `${modules}/kernel/ahci.ko`, content: driverModule(['pci:v*d*sv*sd*bc01sc06i01*'], '3.0') },
      { path: `${modules}/modules.builtin`, content: 'kernel/drivers/nvme/host/nvme.ko\n' },
    ];
    tree.set('install.img', gzipSync(writeCpio(image)));
    await importMedia({ source: await imageOf(folder(), tree), mediaCache: join(folder(), 'media-cache'), id: 'm' });
  });

  it('tells what the installer and dom0 can drive', async () => {
    const result = await run('m');
    expect(result.stderr).to.equal('');
    expect(result.stdout.split('\n')).to.deep.equal([
      'm',
      '  installer: kernel 4.19.0+1, 2 modules, 2 PCI aliases',
      '    part of the kernel itself, which does not tell for which devices: nvme',
      '  dom0: kernel 4.19.0+1, 1 module, 2 PCI aliases',
      '',
    ]);
  });

  it('tells by what each device is driven, or that it is not', async () => {
    const { exitCode, stdout } = await run(
      'm',
      '--pci',
      '8086:1572',
      '--pci',
      '8086:37D0',
      '--pci',
      '1b21:0612:010601',
    );
    expect(exitCode).to.equal(0);
    expect(stdout.split('\n').slice(4)).to.deep.equal([
      '  8086:1572',
      '    installer: i40e 2.1 (install.img)',
      '    dom0: i40e 2.25 (Packages/intel-i40e-1.0-1.synth.noarch.rpm), instead of 2.1',
      '  8086:37d0',
      '    installer: no driver',
      '    dom0: i40e 2.25 (Packages/intel-i40e-1.0-1.synth.noarch.rpm), instead of 2.1',
      '    drivers that go by class alone were not asked: give the class, as in 8086:37d0:010601',
      '  1b21:0612:010601',
      '    installer: ahci 3.0 (install.img)',
      '    dom0: no driver',
      '',
    ]);
  });

  it('says the same to a program, with all modules where they are wanted', async () => {
    const document = JSON.parse((await run('m', '--pci', '8086:37d0', '--json')).stdout) as Record<string, unknown>;
    expect(document).to.have.nested.property('devices[0].installer.driven', false);
    expect(document).to.have.nested.property('devices[0].dom0.driven', true);
    expect(document).to.have.nested.property('devices[0].dom0.drivers[0].name', 'i40e');
    expect(document).to.have.nested.property('installer.complete', false);
    expect(document).to.have.nested.property('dom0.complete', true);
    expect(document).to.not.have.nested.property('dom0.list');

    const listed = JSON.parse((await run('m', '--modules', '--json')).stdout) as Record<string, unknown>;
    expect(listed).to.have.nested.property('dom0.list[0].pci').that.deep.equals(['8086:1572', '8086:37d0']);
    expect((await run('m', '--modules')).stdout).to.match(
      /dom0 +4\.19\.0\+1 +i40e +2\.25 +2 +Packages\/intel-i40e.*: updates\/i40e\.ko/,
    );
  });

  it('refuses what is no device', async () => {
    for (const pci of ['8086', '8086:1572:1', '808:1572', '8086:1572:15d9', 'x086:1572', '8086:1572:1028:1f42:01']) {
      const { exitCode, stderr } = await run('m', '--pci', pci);
      expect(stderr, pci).to.match(/vendor:device/);
      expect(exitCode, pci).to.equal(2);
    }
    expect((await run('none')).stderr).to.match(/MEDIA_NOT_FOUND/);
  });
});
