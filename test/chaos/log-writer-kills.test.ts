/** The process that writes grants and activity, killed at every record: what was told is true, what was torn never was. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { knownFrom, knownFromFiles, story, storyAfterEachWrite } from '../support/servers-log-story.js';

const writer = fileURLToPath(new URL('../support/servers-log-writer.ts', import.meta.url));

/** Runs the writer until it kills itself, and gives how many steps it told of. */
async function toldBeforeItsDeath(folder: string, write: number, part: string): Promise<number> {
  const child = spawn(process.execPath, ['--import', 'tsx', writer, folder, String(write), part], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  expect([code, signal]).to.deep.equal([null, 'SIGKILL']);
  return output.split('\n').length - 1;
}

describe('The writer of grants and activity', function () {
  this.timeout(300_000);

  it('keeps every record that was whole when it was killed, and at least what it told of', async () => {
    const writes = await storyAfterEachWrite();
    const known = [
      await knownFrom([], []),
      ...(await Promise.all(writes.map((one) => knownFrom(one.grants, one.activity)))),
    ];
    let told = 0;
    for (const write of writes.keys()) {
      for (const part of ['before', 'torn', 'after']) {
        const folder = await mkdtemp(join(tmpdir(), 'drydock-writer-'));
        try {
          told = Math.max(told, await toldBeforeItsDeath(folder, write, part));
          const whole = part === 'after' ? write + 1 : write;
          expect(await knownFromFiles(folder), `killed ${part} write ${write}`).to.deep.equal(known[whole]);
        } finally {
          await rm(folder, { recursive: true });
        }
      }
    }
    expect(told, 'the story was told nearly to its end').to.equal(story.length - 1);
    console.log(`      ${writes.length} records, ${writes.length * 3} deaths`);
  });
});
