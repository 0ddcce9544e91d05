/** Packages as createrepo_c lists them are read with one look each, all else by the reader of any XML: nobody may notice. */
import { expect } from 'chai';
import { Readable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { withoutPlainPackages, type PlainPackage } from '../../../src/media/formats/plain-packages.js';
import { readPackages, type RepositoryPackage } from '../../../src/media/formats/primary.js';
import { DrydockError } from '../../../src/shared/errors/drydock-error.js';
import { Draws } from '../../fuzz/draws.js';
import { drawnPieces, strictly } from '../../support/xml-cases.js';

const declaration = '<?xml version="1.0" encoding="UTF-8"?>';
const begun = `${declaration}\n<metadata xmlns="http://linux.duke.edu/metadata/common" xmlns:rpm="http://linux.duke.edu/metadata/rpm" packages="3">\n`;
const document = (...packages: readonly string[]): string => `${begun}${packages.join('\n')}\n</metadata>\n`;

const onePackage = (name: string, format = ''): string => `<package type="rpm">
  <name>${name}</name>
  <arch>x86_64</arch>
  <version epoch="0" ver="4.19.19" rel="8.0.37.1.xcpng8.3"/>
  <checksum type="sha256" pkgid="YES">${'0a'.repeat(32)}</checksum>
  <summary>Emulator &amp; more [x]</summary>
  <description>Lines
of text, 🖥 &lt;and&gt; so on.</description>
  <packager></packager>
  <url>https://example.test/?a=1&amp;b=2</url>
  <time file="1727136000" build="1727136000"/>
  <size package="58326" installed="52000" archive="52276"/>
  <location href="Packages/${name}.rpm"/>
  <format>
    <rpm:license>GPLv2 and MIT</rpm:license>
    <rpm:vendor/>
    <rpm:group>Unspecified</rpm:group>
    <rpm:buildhost>builder.test</rpm:buildhost>
    <rpm:sourcerpm>${name}-1-1.src.rpm</rpm:sourcerpm>
    <rpm:header-range start="4504" end="6081"/>
    <rpm:provides>
      <rpm:entry name="${name}" flags="EQ" epoch="0" ver="4.19.19" rel="1"/>
      <rpm:entry name="lib(x)(64bit)"/>
    </rpm:provides>
    <rpm:requires>
      <rpm:entry name="/bin/sh" pre="1"/>
    </rpm:requires>${format}
    <file>/usr/bin/${name}</file>
    <file type="dir">/etc/${name}.d</file>
  </format>
</package>`;
const kernel = onePackage('kernel').replace('"lib(x)(64bit)"', '"kernel-uname-r" flags="EQ" epoch="0" ver="4.19.0+1"');
const sample = document(onePackage('qemu'), kernel, onePackage('xen'));

describe('The list of packages', () => {
  it('is taken with one look each, as createrepo_c writes it, but for the package of the kernel', async () => {
    const taken: PlainPackage[] = [];
    const left = await collected(withoutPlainPackages(pieces([sample]), (found) => taken.push(found)));

    expect(taken.map(({ name }) => name)).to.deep.equal(['qemu', 'xen']);
    expect(left).to.equal(`${begun.trimEnd()}\n${kernel}\n</metadata>\n`);
    expect(await outcome([sample])).to.have.nested.property('[1].kernelRelease', '4.19.0+1');
  });

  it('says where the headers of a package end, and takes nothing for it that cannot be', async () => {
    for (const [end, expected] of [
      ['6081', 6081],
      ['0', null],
      ['-1', null],
      ['many', null],
      ['1.5', null],
    ] as const) {
      const text = document(onePackage('a').replace('end="6081"', `end="${end}"`));
      for (const either of [text, strictly(text)])
        expect(await outcome([either])).to.have.nested.property('[0].headerEnd', expected);
    }
    const unsaid = sample.replaceAll(/<rpm:header.*\n/g, '');
    expect(await outcome([unsaid])).to.have.nested.property('[0].headerEnd', null);
  });

  it('is read alike wherever it is cut', async () => {
    const expected = await outcome([strictly(sample)]);
    expect(expected).to.have.length(3);
    for (let cut = 0; cut <= sample.length; cut++)
      expect(await outcome([sample.slice(0, cut), sample.slice(cut)]), `cut at ${cut}`).to.deep.equal(expected);
  });

  const twisted: [string, (text: string) => string][] = [
    [
      'a package in a comment',
      (text) => text.replace('<package', '<!-- <package').replace('</package>', '</package> -->'),
    ],
    [
      'packages in CDATA',
      (text) => text.replace('<package', '<![CDATA[<package').replace(/<\/package>(?!.*<\/package>)/s, '$&]]>'),
    ],
    ['an end of CDATA in a text', (text) => text.replace('[x]', ']]>')],
    ['brackets and a greater-than', (text) => text.replace('[x]', ']] ]> ]]&gt; >')],
    ['an entity of its own', (text) => text.replace('&amp;', '&x;')],
    ['an attribute twice', (text) => text.replace('ver="4.19.19"', 'ver="4.19.19" ver="9"')],
    ['an attribute that ends early', (text) => text.replace('rel="8.0.37.1.xcpng8.3"', 'rel="8.0<"')],
    ['an element that is not closed', (text) => text.replace('</summary>', '')],
    ['a name with an entity', (text) => text.replace('<name>qemu', '<name>qe&amp;mu')],
    ['a name with space around it', (text) => text.replace('<name>qemu', '<name>\n qemu\t')],
    ['no name', (text) => text.replace('<name>qemu', '<name>')],
    ['no release', (text) => text.replace('rel="8.0.37.1.xcpng8.3"', 'rel=""')],
    ['a digest in capitals', (text) => text.replace(/0a/g, '0A')],
    ['no digest', (text) => text.replace(/<checksum.*/, '')],
    ['two sizes', (text) => text.replace(/<size.*/, '$&\n<size package="1" installed="1" archive="1"/>')],
    ['a path that leaves the tree', (text) => text.replace('Packages/xen', '../xen')],
    ['packages elsewhere', (text) => text.replace('<location ', '<location xml:base="http://example.test/" ')],
    ['a package within another', (text) => text.replace('<format>', `<format>${onePackage('inner')}`)],
    ['carriage returns', (text) => text.replaceAll('\n', '\r\n')],
    ['a character that XML has not', (text) => text.replace('Lines', 'Lin\u0001es')],
    ['half a pair', (text) => text.replace('🖥', '\ud83d')],
    ['another root', (text) => text.replaceAll('metadata', 'metadatum')],
    ['no end', (text) => text.slice(0, -14)],
    ['something behind its end', (text) => `${text}<again/>`],
    ['the same root twice', (text) => text + text],
    ['another order', (text) => text.replace(/(<name>.*\n)(\s*<arch>.*\n)/, '$2$1')],
    ['a package of another type', (text) => text.replace('type="rpm"', 'type="deb"')],
    ['another declaration', (text) => text.replace('UTF-8', 'utf-8')],
  ];
  for (const [what, twist] of twisted) {
    it(`is read alike with ${what}`, async () => {
      const text = twist(sample);
      expect(text).not.to.equal(sample);
      expect(await outcome([text])).to.deep.equal(await outcome([strictly(text)]));
    });
  }

  it('is read alike when it was damaged, in pieces of any size', async () => {
    for (let seed = 1; seed <= 1500; seed++) {
      const draws = new Draws(seed);
      const packages = draws.many(0, 4, () => draws.oneOf([onePackage('a'), kernel, onePackage('b', '<x/>')]));
      const text = draws.damaged(Buffer.from(document(...packages)), 3).toString();
      const cut = drawnPieces(draws, text.length, [1, 40, 2000]).map(([at, end]) => text.slice(at, end));
      expect(await outcome(cut), `seed ${seed}`).to.deep.equal(await outcome([strictly(text)]));
    }
  });

  it('holds back no more than a package may be long, and is bounded like all XML', async () => {
    const long = `${begun}<package type="rpm"><name>${'x'.repeat(600_000)}`;
    const chunks = Array.from({ length: 60 }, (_, index) => long.slice(index * 10_000, (index + 1) * 10_000));
    expect(await collected(withoutPlainPackages(pieces(chunks), () => undefined))).to.equal(chunks.join(''));
    expect(await outcome([...chunks, 'x'.repeat(1_200_000)])).to.match(/more than 1048576 characters/);
    const chunk = 'x'.repeat(16_384);
    for (const [count, expected] of [
      [63, /is missing|incomplete/],
      [66, /more than 1048576 characters/],
    ] as const) {
      const text = [
        '<metadata><package><name>',
        ...Array.from({ length: count }, () => chunk),
        '</name></package></metadata>',
      ];
      expect(await outcome([`${declaration}\n`, ...text])).to.match(expected);
    }
    const brackets = sample.replace('[x]', ']'.repeat(4 * 1024 * 1024));
    expect(await outcome([brackets])).to.deep.equal(await outcome([strictly(brackets)]));
  });

  it('keeps nothing of the text but what was asked for', async () => {
    const wide = '\u0416'.repeat(100_000);
    const texts = async function* (): AsyncGenerator<string> {
      yield begun;
      for (let index = 0; index < 200; index++) yield* pieces([onePackage(`package-${index}`).replace('[x]', wide)]);
      yield '</metadata>';
    };
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const heap = (): number => {
      collectGarbage();
      return process.memoryUsage().heapUsed;
    };
    const found: RepositoryPackage[] = [];
    const before = heap();

    await readPackages(texts(), 'primary.xml', found);

    expect(found).to.have.length(200);
    expect(heap() - before).to.be.lessThan(8_000_000);
  });
});

function pieces(texts: readonly string[]): AsyncIterable<string> {
  return Readable.from(texts) as AsyncIterable<string>;
}

async function collected(texts: AsyncIterable<string>): Promise<string> {
  let all = '';
  for await (const text of texts) all += text;
  return all;
}

/** The packages; of a list that was refused, how, and of one that is no XML only that it is none. */
async function outcome(texts: readonly string[]): Promise<unknown> {
  const packages: RepositoryPackage[] = [];
  try {
    await readPackages(pieces(texts), 'primary.xml', packages);
    return packages;
  } catch (error) {
    if (!(error instanceof DrydockError)) throw error;
    return `${error.code}: ${error.details.found ?? ''}`;
  }
}
