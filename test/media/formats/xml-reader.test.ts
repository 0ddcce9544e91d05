/** Plain XML is read a tag at a time, all else by the strict parser: nobody may notice which of the two it was. */
import { expect } from 'chai';
import { readXml } from '../../../src/media/formats/xml-reader.js';
import { DrydockError } from '../../../src/shared/errors/drydock-error.js';
import { Draws } from '../../fuzz/draws.js';
import { drawXml, type Vocabulary } from '../../fuzz/xml-draw.js';
import { drawnPieces, strictly } from '../../support/xml-cases.js';

const words: Vocabulary = {
  root: 'a',
  inside: { '*': ['a', 'b', 'x:c'] },
  attributes: { a: ['k', 'x:l'], b: ['k', '__proto__'], 'x:c': ['k'] },
  values: ['plain', 'two words', 'é', '>', "it's", '[1]', ']]', 'a\tb', 'line\nend', '\r\n', '🖥', '\u0085', '\u007f'],
};

const declared = '<?xml version="1.0" encoding="UTF-8"?>';
const handMade = [
  ...[`${declared}\n<a>\n <b k="1" x:l="2"/>text<b> more </b>\n</a>\n`, '<a/>', ' \n<a/>\n ', `${declared}<a></a>`],
  ...['', ' ', declared, '<a>', '<a><b></a></b>', '</a>', '<a></a><b/>', '<a/>text', 'text<a/>', '<a/><!-- end -->'],
  ...[
    ` ${declared}<a/>`,
    `${declared}${declared}<a/>`,
    `<a/>${declared}`,
    `${declared} ${declared}<a/>`,
    '<a>\t</a>\t',
  ],
  ...['<a k="1" k="2"/>', '<a k="1"k2="2"/>', '<a k=1/>', '<a k/>', "<a k='1'/>", '<a k = "1" />', '<a\n k="1"\n/>'],
  ...[
    '<a k="x&amp;y"/>',
    '<a k="<"/>',
    '<a k="\n"/>',
    '<a k=">"/>',
    '<a k="]]>"/>',
    '<a >t</a >',
    '<a><b/ ></a>',
    '< a/>',
  ],
  ...['<a>&lt;b&gt; &amp;&quot;&apos;</a>', '<a>&x;</a>', '<a>&#65;</a>', '<a>& </a>', '<a>&amp</a>', '&amp;<a/>'],
  ...[
    '<a>]]></a>',
    '<a>]</a>',
    '<a>]]</a>',
    '<a>[x] y]</a>',
    '<a>]]&gt;</a>',
    '<a><![CDATA[<b>]]></a>',
    '<a>\u0001</a>',
  ],
  ...[
    '<a>\r\n</a>',
    '<a>\u0085\u2028</a>',
    '<a>\ufffe</a>',
    '<a>🖥</a>',
    '<ä/>',
    '<a.b-c_d:e/>',
    '<:a/>',
    '<1/>',
    '<a:/>',
  ],
  ...['<a><?p i?>x</a>', '<!DOCTYPE a><a/>', '<a><!-- b --><b/></a>', '<?xml version="1.0"?><a/>', '<a b="c"d="e"/>'],
  ...[
    '<a constructor="1"><toString/></a>',
    '<a __proto__="1"/>',
    '<a><b></b ></a>',
    '<a></a></a>',
    `<a>${'x'.repeat(300)}</a>`,
  ],
];

describe('XML of install media', () => {
  it('is read alike whether it is plain or not, and wherever it is cut', async () => {
    for (const document of handMade) {
      const bytes = Buffer.from(document);
      const expected = await outcome([Buffer.from(strictly(document))]);
      for (let cut = 0; cut <= bytes.length; cut++)
        expect(await outcome([bytes.subarray(0, cut), bytes.subarray(cut)]), document).to.deep.equal(expected);
    }
  });

  it('is read alike when it was drawn and damaged, in pieces of any size', async () => {
    for (let seed = 1; seed <= 2500; seed++) {
      const draws = new Draws(seed);
      const document = drawXml(draws, words).toString();
      const bytes = Buffer.from(document);
      const pieces = drawnPieces(draws, bytes.length, [1, 8, 100]).map(([at, end]) => bytes.subarray(at, end));
      const expected = await outcome([Buffer.from(strictly(document))]);
      expect(await outcome(pieces), `seed ${seed}: ${document}`).to.deep.equal(expected);
    }
  });

  it('is refused with more levels, or more text without a tag, than any real one has', async () => {
    expect(await outcome([Buffer.from('<a>'.repeat(33))])).to.equal('MEDIA_METADATA_INVALID: more than 32 levels');
    for (const begun of ['<a>', '<a k="', '<a>]]'])
      expect(await outcome([Buffer.from(begun + 'x'.repeat(1_200_000))])).to.match(/more than 1048576 characters/);
  });
});

/** Everything that was told; of a document that was refused, only that it was. */
async function outcome(chunks: readonly Uint8Array[]): Promise<unknown> {
  const told: unknown[] = [];
  try {
    await readXml(chunks, 'a.xml', {
      open: ({ name, attributes, parents }) => told.push(['open', name, Object.entries(attributes), [...parents]]),
      close: ({ name, parents }, text) => told.push(['close', name, text, [...parents]]),
    });
    return told;
  } catch (error) {
    if (!(error instanceof DrydockError)) throw error;
    return /more than/.test(error.details.found ?? '') ? `${error.code}: ${error.details.found}` : error.code;
  }
}
