/**
 * The journal keeps its locks for as long as it is open. Without them whoever reads it beside the controller (`journal verify`,
 * `journal backup`) is the last one for SQLite, and takes the log away: what the controller writes then is in no file any more.
 */
import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const reader = fileURLToPath(new URL('../support/journal-reader.mjs', import.meta.url));
const writer = fileURLToPath(new URL('../support/journal-writer-main.ts', import.meta.url));

describe('A journal that is read beside its controller', () => {
  let folder: string;
  let child: ChildProcessWithoutNullStreams | undefined;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'drydock-locks-'));
  });
  after(() => {
    child?.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  /** Another process: the kernel's locks are those of a process. */
  function readBeside(path: string): number {
    const { stdout, stderr } = spawnSync(process.execPath, [reader, path], { encoding: 'utf8' });
    expect(stderr).to.equal('');
    return Number(stdout);
  }

  async function open(path: string): Promise<Interface> {
    child = spawn(process.execPath, ['--expose-gc', '--import', 'tsx', writer, path], { stdio: 'pipe' });
    const lines = createInterface({ input: child.stdout });
    await once(lines, 'line');
    return lines;
  }

  it('keeps its log, and shows what is written later, also when the controller was killed and started again', async () => {
    const path = join(folder, 'journal.sqlite');
    for (let life = 1; life <= 3; life++) {
      const said = await open(path);
      const log = (): number => statSync(`${path}-wal`).ino;
      const append = async (): Promise<void> => {
        child?.stdin.write('a record\n');
        await once(said, 'line');
      };
      await append();
      const before = log();
      for (const records of [3 * life - 2, 3 * life - 1, 3 * life]) {
        expect(readBeside(path), `records in life ${life}`).to.equal(records);
        expect(log(), `the log in life ${life}`).to.equal(before);
        if (records < 3 * life) await append();
      }
      child?.kill('SIGKILL');
      if (child !== undefined) await once(child, 'close');
    }
  });
});
