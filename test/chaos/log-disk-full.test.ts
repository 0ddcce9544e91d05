/** A full disk under the log of a process does not end the process. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const program = fileURLToPath(new URL('../support/logging-main.ts', import.meta.url));

describe('A process whose log cannot be written', () => {
  it('goes on', async () => {
    // Every write to it fails with ENOSPC (full(4)).
    const full = openSync('/dev/full', 'w');
    const child = spawn(process.execPath, ['--import', 'tsx', program], { stdio: ['ignore', 'pipe', full] });
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number | null];
    closeSync(full);

    expect([code, said]).to.deep.equal([0, 'alive\n']);
  });
});
