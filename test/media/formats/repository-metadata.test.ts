import { expect } from 'chai';
import { gzipSync } from 'node:zlib';
import { parseComps } from '../../../src/media/formats/comps.js';
import { parsePrimary } from '../../../src/media/formats/primary.js';
import { parseRepomd } from '../../../src/media/formats/repomd.js';
import { parseUpdateXml } from '../../../src/media/formats/update-xml.js';
import { parseRepositoryList, parseXsPackages, parseXsRepository } from '../../../src/media/formats/xs-repository.js';
import { expectError } from '../../support/media-cases.js';

const digest = 'a'.repeat(64);
const repomd = `<repomd><data type="primary"><checksum type="sha256">${digest}</checksum><location href="repodata/p.xml.gz"/><size>5</size></data></repomd>`;
const onePackage = `<package type="rpm"><name>kernel</name><arch>x86_64</arch><version epoch="0" ver="4.19.19" rel="7.1"/><checksum type="sha256" pkgid="YES">${digest}</checksum><size package="9"/><location href="Packages/kernel.rpm"/><format><rpm:provides><rpm:entry name="kernel-uname-r" ver="4.19.0+1"/></rpm:provides><rpm:requires><rpm:entry name="kernel-uname-r" ver="9"/></rpm:requires></format></package>`;
const primary = (inner: string): Buffer => gzipSync(`<metadata>${inner}</metadata>`);

describe('Metadata of yum repositories', () => {
  it('repomd.xml gives type, path, digest and size', async () => {
    expect(await parseRepomd(Buffer.from(repomd))).to.deep.equal([
      { type: 'primary', path: 'repodata/p.xml.gz', digestType: 'sha256', digest, size: 5 },
    ]);
  });

  const badRepomd: [string, string][] = [
    ['a path that leaves the tree', repomd.replace('repodata/p', '../p')],
    ['an absolute path', repomd.replace('repodata/p', '/p')],
    ['an address elsewhere', repomd.replace('repodata/p', 'http://example.test/p')],
    ['an entry without digest', repomd.replace(/<checksum.*<\/checksum>/, '')],
    ['an entry twice', repomd.replace(/(<data.*<\/data>)/, '$1$1')],
    ['a document type', `<!DOCTYPE repomd [<!ENTITY a "b">]>${repomd}`],
    ['an entity of its own', repomd.replace('>5<', '>&five;<')],
    ['another root', '<html></html>'],
    ['an end that is missing', repomd.slice(0, -5)],
    ['levels without end', `<repomd>${'<a>'.repeat(40)}${'</a>'.repeat(40)}</repomd>`],
    ['text without end', `<repomd>${'x'.repeat(2_000_000)}</repomd>`],
  ];
  for (const [what, xml] of badRepomd) {
    it(`repomd.xml is refused with ${what}`, () =>
      expectError(parseRepomd(Buffer.from(xml)), 'MEDIA_METADATA_INVALID'));
  }

  it('primary.xml.gz gives the packages, and the kernel release that one provides', async () => {
    expect(await parsePrimary(primary(onePackage), 'p')).to.deep.equal([
      {
        name: 'kernel',
        architecture: 'x86_64',
        epoch: '0',
        version: '4.19.19',
        release: '7.1',
        path: 'Packages/kernel.rpm',
        size: 9,
        digestType: 'sha256',
        digest,
        headerEnd: null,
        kernelRelease: '4.19.0+1',
      },
    ]);
  });

  it('primary.xml is refused when it is not gzip, which the installer could not unpack', () =>
    expectError(parsePrimary(Buffer.from('<metadata/>'), 'p'), 'MEDIA_DIGEST_UNSUPPORTED', /gzip/));

  for (const [name, mark] of [
    ['zstd', '28b52ffd'],
    ['xz', 'fd377a585a00'],
    ['bzip2', '425a68'],
    ['no compression', '3c3f786d6c20'],
    ['something else', '00000000'],
  ] as const) {
    it(`the list of packages is refused in ${name}, which installers do not unpack`, () =>
      expectError(parsePrimary(Buffer.from(mark, 'hex'), 'p'), 'MEDIA_DIGEST_UNSUPPORTED', new RegExp(name)));
  }

  it('primary.xml.gz is refused when it is cut short', () =>
    expectError(parsePrimary(primary(onePackage).subarray(0, 60), 'p'), 'MEDIA_METADATA_INVALID', /damaged data/));

  it('primary.xml.gz is refused as damaged where only its end tells so', () => {
    const bytes = primary(onePackage.repeat(2000));
    bytes.fill(0xff, bytes.length - 8, bytes.length - 4);
    return expectError(parsePrimary(bytes, 'p'), 'MEDIA_METADATA_INVALID', /damaged data/);
  });

  it('primary.xml.gz is refused when its packages lie elsewhere', () =>
    expectError(
      parsePrimary(primary(onePackage.replace('<location ', '<location xml:base="http://example.test/" ')), 'p'),
      'MEDIA_METADATA_INVALID',
      /xml:base/,
    ));

  it('primary.xml.gz is refused when a package is incomplete', () =>
    expectError(
      parsePrimary(primary('<package><name>a</name></package>'), 'p'),
      'MEDIA_METADATA_INVALID',
      /incomplete/,
    ));

  it('primary.xml.gz is refused for what is wrong with a package, however much stands behind it', () =>
    expectError(
      parsePrimary(primary(onePackage.replace('Packages', '..') + onePackage.repeat(2000)), 'p'),
      'MEDIA_METADATA_INVALID',
      /\.\.\/kernel\.rpm/,
    ));

  it('the group file gives ids and mandatory members, compressed or not', async () => {
    const xml =
      '<comps><group><id>g</id><name>n</name><packagelist><packagereq type="mandatory">a</packagereq><packagereq type="optional">b</packagereq></packagelist></group></comps>';
    const expected = [{ id: 'g', mandatory: ['a'] }];

    expect(await parseComps(Buffer.from(xml), 'c')).to.deep.equal(expected);
    expect(await parseComps(gzipSync(xml), 'c')).to.deep.equal(expected);
  });

  it('update.xml gives name, version and control package', async () => {
    const xml =
      '<update name-label="pack" uuid="u" version="1.0" control="control-pack"><name-description>d</name-description></update>';

    expect(await parseUpdateXml(Buffer.from(xml))).to.deep.equal({
      name: 'pack',
      version: '1.0',
      uuid: 'u',
      guidance: [],
      control: 'control-pack',
      described: true,
    });
    const bare = await parseUpdateXml(Buffer.from(xml.replace(/<name.*n>/, '')));
    expect(bare).to.deep.include({ name: 'pack', described: false });
    await expectError(parseUpdateXml(Buffer.from('<update name-label="pack"/>')), 'MEDIA_METADATA_INVALID', /control/);
  });
});

describe('Metadata of repositories up to 6.5', () => {
  it('XS-REPOSITORY gives who, what and which version', async () => {
    const xml =
      '<?xml version="1.0"?><repository originator="xs" name="main" product="XenServer" version="6.2.0" build="70446c"><description>Pack</description><requires originator="xs" name="base" test="ge" version="6.1.0" build=""/></repository>';

    expect(await parseXsRepository(Buffer.from(xml), 'r')).to.deep.equal({
      originator: 'xs',
      name: 'main',
      product: 'XenServer',
      version: '6.2.0',
      build: '70446c',
      description: 'Pack',
      requires: [{ originator: 'xs', name: 'base', test: 'ge', version: '6.1.0', build: null }],
    });
  });

  it('XS-REPOSITORY is refused without its description, and in the text form of 5.5', async () => {
    await expectError(
      parseXsRepository(Buffer.from('<repository originator="a" name="b" product="c" version="1"/>'), 'r'),
      'MEDIA_METADATA_INVALID',
    );
    await expectError(parseXsRepository(Buffer.from('xs:main\n5.5.0\n'), 'r'), 'MEDIA_RELEASE_TOO_OLD', /text form/);
  });

  it('XS-REPOSITORY is refused with a requirement that the hosts cannot test', () =>
    expectError(
      parseXsRepository(
        Buffer.from(
          '<repository originator="a" name="b" product="c" version="1"><description/><requires originator="a" name="b" test="like" version="1"/></repository>',
        ),
        'r',
      ),
      'MEDIA_METADATA_INVALID',
      /requires/,
    ));

  it('XS-PACKAGES gives paths below its folder', async () => {
    const xml = `<packages><package label="b" type="tbz2" size="4" md5="${'B'.repeat(32)}" root="/"> b.tar.bz2 </package></packages>`;

    expect(await parseXsPackages(Buffer.from(xml), 'packages.main', 'p')).to.deep.equal([
      { label: 'b', type: 'tbz2', size: 4, md5: 'b'.repeat(32), path: 'packages.main/b.tar.bz2', kernel: null },
    ]);
  });

  it('XS-PACKAGES is refused with an unknown type or a path that leaves the folder', async () => {
    const line = (type: string, file: string): Buffer =>
      Buffer.from(
        `<packages><package label="b" type="${type}" size="4" md5="${'b'.repeat(32)}">${file}</package></packages>`,
      );
    await expectError(parseXsPackages(line('exe', 'b'), '', 'p'), 'MEDIA_METADATA_INVALID');
    await expectError(parseXsPackages(line('rpm', '../b'), '', 'p'), 'MEDIA_METADATA_INVALID');
  });

  it('XS-REPOSITORY-LIST gives folders, blanks removed', () => {
    expect(parseRepositoryList(Buffer.from(' packages.main \r\n\npackages.xs/\n'))).to.deep.equal([
      'packages.main',
      'packages.xs',
    ]);
  });
});
