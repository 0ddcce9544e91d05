import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { writeFileDurably } from '../../src/shared/durable-files.js';
import { DrydockError } from '../../src/shared/errors/drydock-error.js';

describe('Writing a file durably', () => {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-durable-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('replaces a file as a whole', async () => {
    await writeFileDurably(join(folder, 'report.md'), 'old');
    await writeFileDurably(join(folder, 'report.md'), 'new', 0o600);

    expect(readFileSync(join(folder, 'report.md'), 'utf8')).to.equal('new');
    expect(statSync(join(folder, 'report.md')).mode & 0o777).to.equal(0o600);
  });

  it('never replaces a device, a pipe or a folder: root would take /dev/null away from the whole machine', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    for (const [path, found] of [
      [pipe, 'a device, pipe or socket'],
      [folder, 'a folder'],
    ] as const) {
      const error = await writeFileDurably(path, 'x').then(
        () => undefined,
        (reason: unknown) => reason,
      );

      expect(error).to.be.instanceOf(DrydockError);
      expect((error as DrydockError).code).to.equal('FILE_WRITE_FAILED');
      expect((error as DrydockError).details.found).to.equal(found);
    }
    expect(statSync(pipe).isFIFO()).to.equal(true);
  });
});
