import { expect } from 'chai';
import { exportsLines, exportsPath } from '../../../src/servers/nfs/exports-lines.js';
import { firewallLines, firewallRules } from '../../../src/servers/nfs/firewall.js';
import { ganeshaConfig } from '../../../src/servers/nfs/ganesha-config.js';
import { exportNumbers, isNfsClient, type NfsExport } from '../../../src/servers/nfs/nfs-export.js';
import { readExportsLines } from '../../../src/servers/nfs/read-exports-lines.js';
import { ganeshaExports, readGaneshaConfig } from '../../../src/servers/nfs/read-ganesha-config.js';
import { codeOf } from '../../support/servers-errors.js';

describe('NFS exports', () => {
  const exports: NfsExport[] = [
    { id: 'run1.host1', folder: '/srv/media/xs8/tree', path: '/i/aaaa', clients: ['192.0.2.17'] },
    { id: 'medium odd', folder: '/srv/my media/ä "b" #c\\d/tree', path: '/media/odd', clients: ['198.51.100.0/24'] },
  ];

  it('for the kernel are read-only, squashed and numbered, one line for each folder with all who may mount it', () => {
    const again = { id: 'run1.host2', folder: '/srv/media/xs8/tree', path: '/i/bbbb', clients: ['192.0.2.18'] };
    const lines = exportsLines([...exports, again])
      .trimEnd()
      .split('\n');
    expect(lines.length).to.equal(2);
    expect(lines[0]).to.match(
      /^\/srv\/media\/xs8\/tree (192\.0\.2\.1[78]\(ro,all_squash,insecure,no_subtree_check,crossmnt,fsid=\d+\) ?){2}$/,
    );
    expect(exportsLines([{ ...again, clients: [] }])).to.equal('');
  });

  it('name odd paths so that exports(5) reads them back', () => {
    expect(readExportsLines(exportsLines(exports)).map(({ folder }) => folder)).to.have.members(
      exports.map(({ folder }) => folder),
    );
    expect(exportsPath('/a b#c')).to.equal('/a\\040b\\043c');
  });

  it('have numbers that are never 0, never twice, and the same in any order', () => {
    const many = Array.from({ length: 3000 }, (_, index) => `m${index}`);
    for (const bits of [16, 31] as const) {
      const numbers = exportNumbers(many, bits);
      expect(new Set(numbers.values()).size).to.equal(3000);
      expect([...numbers.values()].every((number) => number > 0 && number < 2 ** bits)).to.equal(true);
      expect(exportNumbers([...many].reverse(), bits)).to.deep.equal(numbers);
    }
  });

  it('keep their numbers whatever comes and goes around them, since a mounted host holds handles with them', () => {
    const many = Array.from({ length: 3000 }, (_, index) => `m${index}`);
    const before = exportNumbers(many, 16);
    const half = many.filter((_, index) => index % 2 === 0);
    const after = exportNumbers([...half, 'new'], 16, before);
    expect(half.filter((id) => after.get(id) !== before.get(id))).to.deep.equal([]);
    // Without what was there before, some would have moved: the rule above is not idle.
    expect(half.filter((id) => exportNumbers(half, 16).get(id) !== before.get(id))).to.not.deep.equal([]);
  });

  it('for NFS-Ganesha name the same folders, quoted, under the paths that clients mount', async () => {
    const text = ganeshaConfig(exports, { address: '127.0.0.1', port: 39049, recoveryFolder: '/state/nfs' });
    expect(text).to.include('Path = "/srv/my media/ä \\"b\\" #c\\\\d/tree";');
    expect(text).to.include('NFS_Port = 39049;').and.to.include('RecoveryRoot = "/state/nfs";');
    expect(text).to.include('Clients = 192.0.2.17;').and.not.to.include('Protocols = 3').and.not.to.include('MNT_Port');
    const read = ganeshaExports(readGaneshaConfig(text)!);
    expect(read.map(({ id, folder, path }) => [id, folder, path])).to.deep.equal(
      [...exports].reverse().map(({ id, folder, path }) => [id, folder, path]),
    );
    expect(ganeshaConfig(exports, { version3: true }))
      .to.include('Protocols = 3, 4;')
      .and.to.include('MNT_Port = 20048;');
    const unfit = Promise.resolve().then(() => ganeshaConfig([{ ...exports[0]!, folder: '/a\nb' }]));
    expect(await codeOf(unfit)).to.equal('NFS_PATH_UNFIT');
  });

  it('go to addresses and networks of IPv4 alone', () => {
    for (const good of ['192.0.2.1', '192.0.2.0/24', '*']) expect(isNfsClient(good), good).to.equal(true);
    for (const bad of ['', 'host.example', '192.0.2.0/33', '192.0.2.0/', '::1', '192.0.2.1/8/8', '192.0.2.1(rw)']) {
      expect(isNfsClient(bad), bad).to.equal(false);
    }
  });

  it('need one port of a firewall under version 4, and rpcbind and the mount protocol besides under version 3', () => {
    expect(firewallLines(firewallRules({ version3: false }))).to.deep.equal(['tcp 2049: NFS']);
    expect(firewallRules({ version3: true }).map(({ transport, port }) => `${transport} ${port}`)).to.deep.equal([
      'tcp 2049',
      'tcp 111',
      'udp 111',
      'tcp 20048',
    ]);
  });
});
