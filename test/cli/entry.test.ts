/** The built command line as a process: what begins before the rest is loaded changes nothing but the time it takes. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { CliProcess } from '../support/cli-process.js';

const medium = fileURLToPath(new URL('../../demo/drydock-demo-8.3.0.iso', import.meta.url));
const program = new URL('../../bin/program.js', import.meta.url).href;

describe('The process of a command', function () {
  this.timeout(30_000);
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drydock-entry-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const run = async (...argv: readonly string[]): Promise<{ code: number | null; answer: Record<string, unknown> }> => {
    const process = new CliProcess(['media', 'import', ...argv, '--media-cache', folder, '--json'], folder);
    const code = await process.exitCode();
    return { code, answer: JSON.parse(process.stdout) as Record<string, unknown> };
  };

  it('takes what the build compiled', () => {
    for (const verb of ['import', 'list']) {
      const look = `import { loadProgram } from ${JSON.stringify(program)}; console.log(loadProgram(['media', '${verb}']).script.cachedDataRejected);`;
      const said = execFileSync(process.execPath, ['--input-type=module', '-e', look], { encoding: 'utf8' });
      expect(said.trim()).to.equal('false');
    }
  });

  it('names the digest of the image that it hashed while it was still being loaded, and of one it did not', async () => {
    const sha256 = createHash('sha256')
      .update(await readFile(medium))
      .digest('hex');

    const first = await run(medium);
    expect(first.code).to.equal(0);
    expect(first.answer).to.have.nested.property('source.sha256', sha256);
    const again = await run('--alias', 'current', medium);
    expect(again.answer).to.have.nested.property('source.sha256', sha256);
  });

  it('imports where there is no WebAssembly, or not the addresses that its memory takes', async () => {
    const words = [process.execPath, '--jitless', fileURLToPath(new URL('../../bin/drydock.js', import.meta.url))];
    const argv = ['media', 'import', medium, '--media-cache', folder, '--json'];
    const importing = new CliProcess(argv, folder, {}, words);
    expect(await importing.exitCode(), importing.stderr).to.equal(0);
    expect(JSON.parse(importing.stdout)).to.have.property('id', 'synth-ng-8.3.0');
  });

  it('has failed where its command comes to no end, or ends in what nobody expected', async () => {
    const bin = fileURLToPath(new URL('../../bin', import.meta.url));
    await cp(bin, join(folder, 'bin'), { recursive: true });
    await mkdir(join(folder, 'dist', 'cli'), { recursive: true });
    const words = [process.execPath, '--unhandled-rejections=warn', join(folder, 'bin', 'drydock.js')];
    for (const end of ['new Promise(() => {})', 'Promise.reject(new Error("unforeseen"))']) {
      await writeFile(join(folder, 'dist', 'cli', 'entry.cjs'), `exports.run = () => ${end};`);
      expect(await new CliProcess(['media', 'list'], folder, {}, words).exitCode()).to.equal(1);
    }
  });

  it('ends at once with its usual words when there is nothing to import, or the command is wrong', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const [none, fifo, wrong] = await Promise.all([
      run(join(folder, 'none.iso')),
      run(pipe),
      run(medium, '--no-such-option'),
    ]);

    expect(none.answer).to.have.property('code', 'FILE_UNREADABLE');
    expect(fifo.answer).to.have.property('code', 'MEDIA_SOURCE_UNSUPPORTED');
    expect(wrong).to.have.property('code', 2);
  });
});
