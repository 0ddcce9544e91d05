import { expect } from 'chai';
import { readModinfo } from '../../../src/media/contents/elf-modinfo.js';
import { DrydockError } from '../../../src/shared/errors/drydock-error.js';
import { pciAlias, writeModule } from '../../support/media-kernel-module.js';

const modinfo = [
  'license=GPL',
  'version=5.1.0-k',
  `alias=${pciAlias(0x8086, 0x1572)}`,
  'alias=auxiliary:i40e.iwarp',
  'depends=',
  'name=i40e',
  'vermagic=4.19.0+1 SMP mod_unload modversions ',
  'parm=debug:Debug level (0=none,...,16=all)',
];

function codeOf(module: Buffer): string {
  try {
    readModinfo(module, 'x.ko');
    return 'read';
  } catch (error) {
    return error instanceof DrydockError ? error.code : String(error);
  }
}

describe('A kernel module', () => {
  for (const bits of [64, 32] as const) {
    it(`of ${bits} bits tells its name, version, kernel and aliases`, () => {
      expect(readModinfo(writeModule({ modinfo, bits, padding: 100 }), 'i40e.ko')).to.deep.equal({
        name: 'i40e',
        version: '5.1.0-k',
        vermagic: '4.19.0+1 SMP mod_unload modversions ',
        aliases: [pciAlias(0x8086, 0x1572), 'auxiliary:i40e.iwarp'],
      });
    });

    it(`of ${bits} bits is damaged wherever it is cut off`, () => {
      const module = writeModule({ modinfo, bits });
      for (let length = 0; length < module.length; length += 1)
        expect(codeOf(module.subarray(0, length)), `${length} bytes`).to.equal('MEDIA_ARCHIVE_DAMAGED');
      expect(codeOf(module)).to.equal('read');
    });

    it(`of ${bits} bits never gives anything but a clean error when a byte of it is another`, () => {
      const module = writeModule({ modinfo: ['version=1'], bits });
      for (let at = 0; at < module.length; at += 1) {
        for (const value of [0, 1, 0x7f, 0xff]) {
          const changed = Buffer.from(module);
          changed[at] = value;
          expect(codeOf(changed)).to.be.oneOf(['read', 'MEDIA_ARCHIVE_DAMAGED']);
        }
      }
    });
  }

  it('may say nothing of itself', () => {
    expect(readModinfo(writeModule({ modinfo: [] }), 'x.ko')).to.deep.equal({
      name: null,
      version: null,
      vermagic: null,
      aliases: [],
    });
  });

  it('is refused when it is for other processors, or no module', () => {
    const bigEndian = writeModule({ modinfo });
    bigEndian[5] = 2;
    const withoutModinfo = writeModule({ modinfo });
    withoutModinfo.write('.comment', withoutModinfo.indexOf('.modinfo'));
    for (const bytes of [bigEndian, withoutModinfo, Buffer.from('no module'), Buffer.alloc(0)])
      expect(codeOf(bytes)).to.equal('MEDIA_ARCHIVE_DAMAGED');
  });

  it('has no more aliases than a driver could have', () => {
    const many = Array.from({ length: 100_001 }, () => 'alias=x');
    expect(codeOf(writeModule({ modinfo: many }))).to.equal('MEDIA_ARCHIVE_DAMAGED');
  });
});
