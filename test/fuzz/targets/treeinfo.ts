/** `.treeinfo`: sections, keys and values as anaconda's kind of file has them. */
import { parseTreeinfo } from '../../../src/media/formats/treeinfo.js';
import type { Draws } from '../draws.js';
import { parserTarget } from '../target.js';

export const treeinfo = parserTarget('treeinfo', draw, parseTreeinfo);

const sections = ['system-v1', 'platform', 'branding', 'build', 'keys', 'general', 'checksums'];
const keys = [
  'platform_name',
  'platform_version',
  'product_name',
  'product_version',
  'name',
  'version',
  'number',
  'key1',
];
const values = ['XCP', 'XenServer', '8.3.0', '3.4.0', '1', 'RPM-GPG-KEY-xcpng', 'a b', '9'.repeat(50)];

function draw(draws: Draws): Buffer {
  const lines = draws.many(0, 30, () => {
    switch (draws.upTo(8)) {
      case 0:
      case 1:
        return `[${draws.text(sections)}]`;
      case 2:
        return draws.oneOf(['', '# comment', '; comment', '[', ']', '=', ' = ', '[]', '  continued', '\t']);
      default:
        return `${draws.text(keys)}${draws.oneOf([' = ', '=', ':', ' : '])}${draws.text(values)}`;
    }
  });
  const text = lines.join(draws.oneOf(['\n', '\n', '\r\n', '\r']));
  return draws.damaged(Buffer.from(text, draws.oneIn(12) ? 'utf16le' : 'utf8'), 4);
}
