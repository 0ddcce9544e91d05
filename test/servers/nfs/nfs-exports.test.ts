import { expect } from 'chai';
import { exportsLines, exportsPath } from '../../../src/servers/nfs/exports-lines.js';
import { ganeshaConfig } from '../../../src/servers/nfs/ganesha-config.js';
import { exportNumbers } from '../../../src/servers/nfs/published-tree.js';
import { codeOf } from '../../support/servers-errors.js';

/** As nfs-utils reads a path (support/nfs/exports.c and xio.c): up to a blank, with `\ooo` as one byte. */
function readExportsPath(line: string): string {
  const token = /^[^ \t]*/.exec(line)![0];
  const bytes: number[] = [];
  for (let index = 0; index < token.length; index++) {
    const octal = /^\\([0-7]{3})/.exec(token.slice(index));
    bytes.push(octal === null ? token.charCodeAt(index) : Number.parseInt(octal[1]!, 8));
    if (octal !== null) index += 3;
  }
  return Buffer.from(bytes).toString('utf8');
}

describe('NFS exports', () => {
  const trees = [
    { id: 'xs8', folder: '/srv/media/xs8/tree' },
    { id: 'odd', folder: '/srv/my media/ä "b" #c\\d/tree' },
  ];

  it('for the kernel are read-only, squashed and numbered, one line for each medium', () => {
    const lines = exportsLines(trees).trimEnd().split('\n');
    expect(lines.length).to.equal(2);
    expect(lines[1]).to.match(
      /^\/srv\/media\/xs8\/tree \*\(ro,all_squash,insecure,no_subtree_check,crossmnt,fsid=\d+\)$/,
    );
    expect(exportsLines(trees, ['192.0.2.0/24', '198.51.100.7'])).to.match(
      / 192\.0\.2\.0\/24\(ro,[^)]*\) 198\.51\.100\.7\(ro,/,
    );
  });

  it('name odd paths so that exports(5) reads them back', () => {
    for (const { folder } of trees) expect(readExportsPath(`${exportsPath(folder)} *(ro)`)).to.equal(folder);
    expect(exportsPath('/a b#c')).to.equal('/a\\040b\\043c');
  });

  it('have numbers that are never 0, never twice, and the same in any order', () => {
    const many = Array.from({ length: 3000 }, (_, index) => ({ id: `m${index}`, folder: `/m${index}` }));
    for (const bits of [16, 31] as const) {
      const numbers = exportNumbers(many, bits);
      expect(new Set(numbers.values()).size).to.equal(3000);
      expect([...numbers.values()].every((number) => number > 0 && number < 2 ** bits)).to.equal(true);
      expect(exportNumbers([...many].reverse(), bits)).to.deep.equal(numbers);
    }
  });

  it('for NFS-Ganesha name the same paths, quoted', async () => {
    const text = ganeshaConfig(trees, { address: '127.0.0.1', port: 39049, clients: ['192.0.2.0/24'] });
    expect(text).to.include('Path = "/srv/my media/ä \\"b\\" #c\\\\d/tree";');
    expect(text)
      .to.include('NFS_Port = 39049;')
      .and.to.include('Clients = 192.0.2.0/24;')
      .and.not.to.include('Protocols = 3');
    expect(ganeshaConfig(trees, { version3: true })).to.include('Protocols = 3, 4;');
    const unfit = Promise.resolve().then(() => ganeshaConfig([{ id: 'x', folder: '/a\nb' }]));
    expect(await codeOf(unfit)).to.equal('NFS_PATH_UNFIT');
  });
});
