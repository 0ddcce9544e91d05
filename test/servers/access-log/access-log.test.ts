/** The access log: one line a request, of bounded size, never in the way, and closed to what clients would write into it. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { LogFiles } from '../../../src/servers/access-log/log-files.js';
import { logLine } from '../../../src/servers/access-log/log-line.js';
import { RotatedLog } from '../../../src/servers/access-log/rotated-log.js';
import type { RequestRecord, RequestWatcher } from '../../../src/servers/observation/request-record.js';
import { shownInside, shownPath } from '../../../src/servers/observation/shown-path.js';
import { watchFtp, watchHttp } from '../../../src/servers/observation/watch-requests.js';
import { answerTo, type HttpAnswer } from '../../../src/servers/http/answer.js';
import { nothingAround } from '../../../src/servers/http/around.js';
import { silentLogger } from '../../../src/shared/logger.js';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';
import { armedPath, testMediaServer } from '../../support/servers-http.js';
import { stubCatalogue, treeinfoFiles, type StubCatalogue } from '../../support/servers-media.js';

/** A disk in memory with so much room. */
function memoryFiles(room: { left: number }): LogFiles & { content: Map<string, string> } {
  const content = new Map<string, string>();
  return {
    content,
    open: (path) => {
      content.set(path, content.get(path) ?? '');
      return Promise.resolve({
        size: Buffer.byteLength(content.get(path) ?? ''),
        write: (bytes) => {
          const count = Math.min(room.left, bytes.length);
          if (count === 0) return Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }));
          room.left -= count;
          content.set(path, content.get(path)! + bytes.toString('utf8', 0, count));
          return Promise.resolve(count);
        },
        close: () => Promise.resolve(),
      });
    },
    rename: (from, to) => {
      const text = content.get(from);
      if (text !== undefined) content.set(to, text);
      content.delete(from);
      return Promise.resolve();
    },
    remove: (path) => {
      content.delete(path);
      return Promise.resolve();
    },
  };
}

describe('A rotated log', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drydock-log-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('keeps every line in order over its files, and no more files than it may', async () => {
    const path = join(folder, 'access.log');
    const log = new RotatedLog({ path, size: 1000, keep: 3, logger: silentLogger });
    for (let number = 0; number < 200; number++) {
      log.write(`${String(number).padStart(19)}\n`);
      if (number % 10 === 9) await log.close();
    }
    await log.close();
    expect((await readdir(folder)).sort()).to.deep.equal([
      'access.log',
      'access.log.1',
      'access.log.2',
      'access.log.3',
    ]);
    const texts = await Promise.all(['.3', '.2', '.1', ''].map((end) => readFile(path + end, 'utf8')));
    for (const text of texts) expect(text.length).to.be.at.most(1000);
    const numbers = texts.join('').trimEnd().split('\n').map(Number);
    expect(numbers).to.deep.equal(Array.from({ length: numbers.length }, (_, index) => 200 - numbers.length + index));
    expect(log.dropped).to.equal(0);
  });

  it('goes on in the file that its predecessor left', async () => {
    const path = join(folder, 'again.log');
    for (const line of ['one\n', 'two\n']) {
      const log = new RotatedLog({ path, size: 1000, keep: 1, logger: silentLogger });
      log.write(line);
      await log.close();
    }
    expect(await readFile(path, 'utf8')).to.equal('one\ntwo\n');
  });

  it('drops and counts what a full disk does not take, says so in the log, and cuts no later line in two', async () => {
    const room = { left: 25 };
    const files = memoryFiles(room);
    const errors: string[] = [];
    const logger = { ...silentLogger, error: (_fields: object, message: string) => void errors.push(message) };
    const log = new RotatedLog({ path: 'a', size: 1000, keep: 1, logger, files });
    for (const line of ['{"n":1}\n', '{"n":2}\n', '{"n":3}\n', '{"n":4}\n', '{"n":5}\n']) {
      log.write(line);
      await log.close();
    }
    expect(log.dropped).to.equal(2);
    expect(errors).to.have.length(1);
    room.left = 1000;
    log.write('{"n":6}\n');
    await log.close();
    const lines = files.content.get('a')!.split('\n');
    expect(lines).to.deep.equal(['{"n":1}', '{"n":2}', '{"n":3}', '{', '{"dropped":2}', '{"n":6}', '']);
  });

  it('loses no line, whenever it comes while others are written', async () => {
    for (let turns = 0; turns < 40; turns++) {
      const files = memoryFiles({ left: 1000 });
      const log = new RotatedLog({ path: 'a', size: 1000, keep: 1, logger: silentLogger, files });
      log.write('first\n');
      for (let turn = 0; turn < turns; turn++) await Promise.resolve();
      log.write('second\n');
      await log.close();
      expect(files.content.get('a'), `after ${turns} turns`).to.equal('first\nsecond\n');
    }
  });

  it('returns at once when the disk hangs, and holds a bounded number of bytes', async () => {
    const opened: (() => void)[] = [];
    const files = memoryFiles({ left: 1e9 });
    const slow: LogFiles = {
      ...files,
      open: async (path) => {
        await new Promise<void>((resolve) => opened.push(resolve));
        return files.open(path);
      },
    };
    const log = new RotatedLog({ path: 'a', size: 1e9, keep: 1, logger: silentLogger, files: slow });
    const line = `${'x'.repeat(999)}\n`;
    for (let number = 0; number < 5000; number++) log.write(line);
    await new Promise((resolve) => setImmediate(resolve));
    for (let number = 0; number < 5000; number++) log.write(line);
    expect(log.dropped).to.be.greaterThan(7000);
    opened.forEach((go) => go());
    await log.close();
    const written = files.content
      .get('a')!
      .split('\n')
      .filter((one) => one.startsWith('x')).length;
    expect(written + log.dropped).to.equal(10_000);
  });
});

describe('Lines of the access log', () => {
  const record: RequestRecord = {
    ...{ at: Date.UTC(2026, 10, 25), protocol: 'http', client: '192.0.2.1', grant: 'g', medium: 'm', path: 'p' },
    ...{ status: 200, bytes: 1, duration: 2, outcome: 'complete' },
  };

  it('are one line of ASCII JSON, whatever a client sends', () => {
    const evil = [
      'a\n{"status":200}',
      'a\r\nb',
      '\u001b[2J\u0007',
      '\u009b31m',
      'a\u2028b\u2029c',
      '\u202egnp.exe',
      '"},{"x":"',
      'ä\ud800',
      '\u007f',
      'x'.repeat(100_000),
    ];
    for (const path of evil) {
      const line = logLine({ ...record, path, client: path });
      expect(line, path).to.match(/^\{[\x20-\x7e]*\}\n$/);
      expect(line.length, path).to.be.lessThan(20_000);
      const parsed = JSON.parse(line) as { path: string; status: number };
      expect(parsed.path.startsWith(path.slice(0, 1000)), path).to.equal(true);
      expect(parsed.status).to.equal(200);
    }
  });

  it('show no token, wherever it was typed', () => {
    const token = 'abcdefghijklmnopqrstuvwxyz'.replace(/[^a-z2-7]/g, '');
    expect(shownPath(['i', token, 'boot'])).to.equal('/i/…/boot');
    expect(shownPath(['i', 'short', 'boot'])).to.equal('/i/…/boot');
    expect(shownPath(['media', token])).to.equal('/media/…');
    expect(shownPath([token.toUpperCase()])).to.equal('/…');
    expect(shownInside(`i/${token}/x`)).to.equal('i/…/x');
    expect(shownPath(['media', 'x', 'a'.repeat(5000)])!.length).to.be.lessThan(1100);
    expect(shownPath(undefined)).to.equal(null);
  });
});

describe('What is told of requests', () => {
  let catalogue: StubCatalogue;
  const clock = new VirtualClock();
  const seen: { record: RequestRecord; announced: boolean }[] = [];
  const watcher: RequestWatcher = {
    begun: () => undefined,
    flowed: () => undefined,
    ended: (request, announced) => void seen.push({ record: request.record(), announced }),
  };
  before(async () => {
    catalogue = await stubCatalogue({ synth: { files: treeinfoFiles() } });
  });
  after(() => catalogue.remove());
  beforeEach(() => seen.splice(0));

  it('is grant, medium, path and duration of each request, over both protocols, and the token of none', async () => {
    const server = testMediaServer(catalogue, clock);
    const base = await armedPath(server.api);
    const token = base.split('/')[2]!;
    const around = watchHttp(watcher, clock, nothingAround);
    const ask = async (target: string): Promise<HttpAnswer> => {
      const request = { method: 'GET', target, headers: {}, client: '192.0.2.1' };
      const answer = await around(request, () => answerTo(request, server.resolve));
      await clock.advance(250);
      answer.observer.done({ status: answer.status, bytes: 30_000, complete: true });
      return answer;
    };
    await ask(`${base}boot/xen.gz`);
    await ask(`${base}nothing`);
    await ask('/media/latest/boot/xen.gz');
    await ask('/nowhere');
    await ask('/%');
    const ftp = watchFtp(server.resolve, watcher, clock);
    const found = await ftp(['i', token, 'boot', 'xen.gz'], { protocol: 'ftp', client: '192.0.2.2' });
    if (found.kind === 'file') found.observer.done({ status: 200, bytes: 5, complete: false });

    const shown = seen.map(({ record: { protocol, grant, medium, path, status, duration, outcome } }) =>
      [protocol, grant, medium, path, status, duration, outcome].join(' '),
    );
    expect(shown).to.deep.equal([
      'http run1.host1 synth boot/xen.gz 200 250 complete',
      'http run1.host1 synth nothing 404 250 complete',
      'http  synth boot/xen.gz 200 250 complete',
      'http   /nowhere 404 250 complete',
      'http    400 250 complete',
      'ftp run1.host1 synth boot/xen.gz 200 0 broken-off',
    ]);
    expect(JSON.stringify(seen)).not.to.include(token);
  });
});
