/** kill -9 between the journal, the queue and the receiver: every event is told in the end, and under one id however often. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { startReceiver, type Receiver } from '../support/notify-receiver.js';

const rounds = 12;
const perRound = 30;

describe('Notifications of a controller that is killed again and again', function () {
  this.timeout(300_000);
  let folder: string;
  let receiver: Receiver;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'drydock-killed-'));
    receiver = await startReceiver();
  });
  afterEach(async () => {
    await receiver.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function life(states: number): { child: ChildProcess; written: Set<number>; ready: Promise<unknown> } {
    const main = new URL('../support/notify-killed-main.ts', import.meta.url).pathname;
    const words = ['--import=tsx', main, folder, `${receiver.url}/hook`, String(states)];
    const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
    const written = new Set<number>();
    let rest = '';
    const ready = new Promise((resolve) => {
      child.stdout.setEncoding('utf8').on('data', (part: string) => {
        const lines = `${rest}${part}`.split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) {
          if (line === 'written') resolve(undefined);
          else written.add(Number(line));
        }
      });
      child.once('exit', resolve);
    });
    return { child, written, ready };
  }

  async function kill(child: ChildProcess): Promise<void> {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  it('all arrive, whenever it was killed: while writing, while sending, while the receiver failed or hung', async () => {
    const written = new Set<number>();
    for (let round = 0; round < rounds; round++) {
      receiver.answer(...([[200], [500], ['hang'], [200, 500, 200]] as const)[round % 4]!);
      const before = receiver.received.length;
      const { child, written: own, ready } = life(perRound);
      // Sometimes in the middle of the writing, sometimes at the first request, sometimes a little later.
      if (round % 3 === 0) await Promise.race([receiver.until(before + 1), ready]);
      else await ready;
      if (round % 3 === 2)
        await Promise.race([receiver.until(before + 5), new Promise((resolve) => setTimeout(resolve, 300))]);
      await kill(child);
      own.forEach((sequence) => written.add(sequence));
    }
    receiver.answer(200);
    const { child } = life(0);
    const told = (): Set<string> => new Set(receiver.received.map(({ headers }) => String(headers['webhook-id'])));
    const missing = (): number[] => [...written].filter((sequence) => !told().has(`run-1.${sequence}`));
    const end = Date.now() + 60_000;
    while (missing().length > 0 && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 100));
    await kill(child);
    expect(missing()).to.deep.equal([]);
    expect(written.size).to.be.greaterThan(perRound * 3);
  });
});
