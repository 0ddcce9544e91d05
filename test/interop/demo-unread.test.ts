/** The demo under a reader that leaves, as `drydock demo 2>&1 | head` has one: what it has started does not stay behind. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const program = fileURLToPath(new URL('../../bin/drydock.js', import.meta.url));

describe('The demo', () => {
  it('stops its servers when nobody reads what it says', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'drydock-unread-'));
    try {
      const pipe = `"${process.execPath}" "${program}" demo --keep kept 2>&1 | head -n 3`;
      const shell = spawn('bash', ['-o', 'pipefail', '-c', pipe], {
        cwd: folder,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let said = '';
      shell.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
      const [code] = (await once(shell, 'close')) as [number];
      expect(said.split('\n')).to.have.length(4);
      expect(code).to.equal(0);
      const running = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).split('\n');
      expect(running.filter((line) => line.includes(folder))).to.deep.equal([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
