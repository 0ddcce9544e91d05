import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';

describe('A journal on a disk that is full, and on one that may not be written', () => {
  it('says which, loses nothing that was written, and goes on when there is room again', function () {
    if (process.getuid?.() !== 0) this.skip();
    const folder = mkdtempSync(join(tmpdir(), 'drydock-full-'));
    try {
      const script = [
        'mount -t tmpfs -o size=600k none "$0"',
        '"$1" --import tsx test/support/journal-on-full-disk.ts fill "$0"',
        'mount -o remount,ro "$0"',
        '"$1" --import tsx test/support/journal-on-full-disk.ts look "$0"',
      ].join(' && ');
      const output = execFileSync('unshare', ['-m', 'sh', '-c', script, folder, process.execPath], {
        encoding: 'utf8',
      });
      const [filled = '', looked = ''] = output.split('\n');
      expect(JSON.parse(filled)).to.deep.equal({
        ...{ whenFull: 'DISK_FULL', again: 'DISK_FULL', afterwards: 'written', whole: true, same: true },
      });
      expect(JSON.parse(looked)).to.deep.equal({ opened: 'FILE_WRITE_FAILED', whole: true });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
