/** How far a medium was verified, from the command line: what is demanded, and what is said. */
import { expect } from 'chai';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createHash } from 'node:crypto';
import { mediaCommands } from '../../src/cli/commands/media/index.js';
import { demoImage } from '../support/media-cases.js';
import { runCli, type CommandLineResult } from '../support/cli-surroundings.js';

const fingerprint = '3CC8CF2C4C004B6B1E96F347BE086D9B41BEBB8F';

describe('media import and show tell how far a medium was verified', () => {
  let folder: string;
  let settings: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drydock-cli-'));
    settings = join(folder, 'drydock.yaml');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function run(
    argv: readonly string[],
    media: Readonly<Record<string, unknown>> = {},
  ): Promise<CommandLineResult> {
    // JSON is YAML.
    await writeFile(settings, JSON.stringify({ media: { cache: join(folder, 'media'), ...media } }));
    return runCli(argv, {
      workingFolder: folder,
      environment: { DRYDOCK_CONFIG: settings },
      specs: mediaCommands,
    });
  }

  it('with the counts of the packages’ signatures, who made them, and the checksum of the vendor', async () => {
    const sums = join(folder, 'SHA256SUMS');
    const sha256 = createHash('sha256')
      .update(await readFile(demoImage))
      .digest('hex');
    await writeFile(sums, `${'0'.repeat(64)}  another.iso\n${sha256}  ${basename(demoImage)}\n`);
    const imported = await run(['media', 'import', demoImage, '--sha256-file', sums]);
    expect(imported.stdout).to.include(`packages' own signatures: 25 good by ${fingerprint}`);
    expect(imported.stdout).to.include('the image has the checksum that was given');

    const shown = await run(['media', 'show', 'synth-ng-8.3.0', '--files']);
    expect(shown.stdout).to.match(/package-metadata {2}good +Packages\/kernel-/);
    const document = JSON.parse((await run(['media', 'show', 'synth-ng-8.3.0', '--json'])).stdout) as unknown;
    expect(document)
      .to.have.property('verified')
      .that.deep.equals({
        packages: 25,
        metadata: 6,
        signature: 'good',
        signedBy: fingerprint,
        packageSignatures: { good: 25, absent: 0, untrustedKey: 0 },
        packagesSignedBy: [fingerprint],
        sourceChecksum: true,
      });
  });

  it('with the checksum of another image it is refused', async () => {
    const sums = join(folder, 'sum');
    await writeFile(sums, `${'0'.repeat(64)}\n`);
    const refused = await run(['media', 'import', demoImage, '--sha256-file', sums]);
    expect(refused.stderr).to.include('MEDIA_SOURCE_DIGEST_MISMATCH');
    expect(refused.exitCode).to.equal(3);
  });

  it('with a checksum and a file of them it is wrong usage', async () => {
    const refused = await run(['media', 'import', demoImage, '--sha256', 'a'.repeat(64), '--sha256-file', 'x']);
    expect(refused.exitCode).to.equal(2);
  });

  it('by keys that the configuration trusts', async () => {
    const trusting = await run(['media', 'import', demoImage], { trustedKeys: [fingerprint], requireSignature: true });
    expect(trusting.exitCode).to.equal(0);
  });

  it('by keys that the configuration does not trust, which is told, or refused where it demands signatures', async () => {
    const trustedKeys = ['0123 4567 89ab cdef 0123  4567 89ab cdef 0123 4567'];
    const refused = await run(['media', 'import', demoImage], { trustedKeys, requireSignature: true });
    expect(refused.stderr).to.include('MEDIA_SIGNATURE_REFUSED');
    expect(refused.exitCode).to.equal(3);
    const told = await run(['media', 'import', demoImage], { trustedKeys });
    expect(told.stdout).to.include("packages' own signatures: 0 good; 25 by an untrusted key");
  });

  it('by a fingerprint that is none it is a mistake of the configuration', async () => {
    const refused = await run(['media', 'list'], { trustedKeys: ['41BEBB8F'] });
    expect(refused.exitCode).to.equal(3);
    expect(refused.stderr).to.match(/media\.trustedKeys.*40 or 64 hex digits/s);
  });
});
