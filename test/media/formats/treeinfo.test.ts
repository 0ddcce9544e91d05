import { expect } from 'chai';
import { parseIni, parseTreeinfo } from '../../../src/media/formats/treeinfo.js';
import { DrydockError } from '../../../src/shared/errors/drydock-error.js';
import { syntheticTreeinfo } from '../../support/media-synthetic-tree.js';

describe('.treeinfo', () => {
  const parse = (text: string): ReturnType<typeof parseTreeinfo> => parseTreeinfo(Buffer.from(text));

  function refusal(text: string): string {
    try {
      parse(text);
    } catch (error) {
      if (error instanceof DrydockError && error.code === 'MEDIA_METADATA_INVALID') return error.message;
      throw error;
    }
    return 'accepted';
  }

  it('gives product, platform, build and keys', () => {
    expect(parse(syntheticTreeinfo)).to.deep.equal({
      product: { name: 'Synth-ng', version: '8.3.0', build: 'cloud' },
      platform: { name: 'XCP', version: '3.4.0' },
      keys: ['RPM-GPG-KEY-synth'],
      systemV1Only: false,
    });
  });

  it('takes keys in any case, with = or :, and goes on with indented lines, as ConfigParser does', () => {
    const sections = parseIni('# comment\n; another\n[s]\nKey : one\n two\nOTHER=a=b:c\nempty =\n');

    expect([...(sections.get('s') ?? [])]).to.deep.equal([
      ['key', 'one\ntwo'],
      ['other', 'a=b:c'],
      ['empty', ''],
    ]);
  });

  it('accepts Windows line ends and %% for a percent sign', () => {
    expect(parseIni('[s]\r\na = 50%%\r\n').get('s')?.get('a')).to.equal('50%');
  });

  it('knows a file with [system-v1] alone, and one without build and keys', () => {
    const text =
      '[system-v1]\nplatform_name = XCP\nplatform_version = 3.4.1\nproduct_name = S\nproduct_version = 8.4.1\n';

    expect(parse(text)).to.deep.equal({
      product: { name: 'S', version: '8.4.1', build: null },
      platform: { name: 'XCP', version: '3.4.1' },
      keys: [],
      systemV1Only: true,
    });
  });

  const refused: [string, string, RegExp][] = [
    ['a bare percent sign, which raises on the host', syntheticTreeinfo.replace('cloud', '50%'), /percent/],
    ['interpolation', syntheticTreeinfo.replace('cloud', '%(other)s'), /percent/],
    ['a section twice', `${syntheticTreeinfo}[platform]\nname = X\n`, /second section \[platform\]/],
    [
      'a key twice, whatever its case',
      syntheticTreeinfo.replace('[platform]\n', '[platform]\nNAME = Y\n'),
      /key name a second time/,
    ],
    ['a line without = or :', `${syntheticTreeinfo}nothing\n`, /key = value/],
    ['a key before the first section', `a = b\n${syntheticTreeinfo}`, /before it/],
    ['a byte order mark', `\uFEFF${syntheticTreeinfo}`, /byte order mark/],
    ['no [platform] and no [system-v1]', '[general]\nversion = 1\n', /\[platform\]/],
    ['no version', '[platform]\nname = XCP\n[branding]\nname = X\nversion = 1\n', /version in \[platform\]/],
    ['a version that is none', syntheticTreeinfo.replace('version = 3.4.0', 'version = new'), /numbers and dots/],
    [
      'two platform versions',
      syntheticTreeinfo.replace('platform_version = 3.4.0', 'platform_version = 3.3.0'),
      /same platform version/,
    ],
  ];
  for (const [what, text, message] of refused) {
    it(`is refused with ${what}`, () => {
      expect(refusal(text)).to.match(message);
    });
  }

  it('is refused when it is not UTF-8', () => {
    expect(() => parseTreeinfo(Buffer.from([0x5b, 0xff, 0x5d]))).to.throw(DrydockError, /UTF-8/);
  });
});
