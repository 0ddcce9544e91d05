/** The lock that keeps the machine up while a host may be installing: taken, kept and let go of at the right moments. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ShutdownInhibitor } from '../../../src/daemon/media-server/shutdown-inhibitor.js';
import { silentLogger, type Logger } from '../../../src/shared/logger.js';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';

describe('The shutdown inhibitor', () => {
  let folder: string;
  let warnings: string[];
  let logger: Logger;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'drydock-inhibit-'));
    warnings = [];
    logger = { ...silentLogger, warn: (fields, message) => warnings.push(`${JSON.stringify(fields)} ${message}`) };
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Stands in for systemd-inhibit: says in files that it began, with what, and that the program it ran has ended. */
  function program(text: string): string {
    const path = join(folder, 'inhibit');
    writeFileSync(path, `#!/bin/sh\n${text}\n`);
    chmodSync(path, 0o755);
    return path;
  }
  const holding = (): string => program(`printf '%s\\n' "$@" >>'${folder}/began'; shift 4; "$@"; : >'${folder}/ended'`);

  async function until(condition: () => boolean): Promise<void> {
    for (let tries = 0; !condition(); tries++) {
      if (tries > 500) throw new Error(`it did not come to that: ${warnings.join()}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  it('is held once, from the first armed grant to the last', async () => {
    const inhibitor = new ShutdownInhibitor(logger, holding());
    inhibitor.armed(['g1']);
    inhibitor.armed(['g1', 'g2']);
    await until(() => existsSync(join(folder, 'began')));
    const words = readFileSync(join(folder, 'began'), 'utf8').trim().split('\n');
    expect(words.slice(0, 2)).to.deep.equal(['--what=shutdown', '--mode=block']);
    expect(words.filter((word) => word === 'cat').length).to.equal(1);
    inhibitor.armed(['g2']);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(existsSync(join(folder, 'ended'))).to.equal(false);
    inhibitor.armed([]);
    await until(() => existsSync(join(folder, 'ended')));
    expect(warnings).to.deep.equal([]);
  });

  it('that cannot be had is told, with the reason, and stands in nobody’s way', async () => {
    const clock = new VirtualClock();
    new ShutdownInhibitor(logger, program('echo "Access denied" >&2; exit 1'), clock).armed(['g1']);
    await until(() => warnings.length === 1);
    new ShutdownInhibitor(logger, join(folder, 'missing'), clock).armed(['g1']);
    await until(() => warnings.length === 2);
    expect(warnings[0]).to.include('Access denied').and.to.include('do not shut this machine down');
    expect(warnings[1]).to.include('ENOENT');
  });

  it('is tried again every half minute after it was lost, told once, and no more when nothing is armed', async () => {
    const clock = new VirtualClock();
    const inhibitor = new ShutdownInhibitor(logger, program(`echo >>'${folder}/tries'; exit 1`), clock);
    const tries = (): number => (existsSync(join(folder, 'tries')) ? readFileSync(join(folder, 'tries')).length : 0);
    inhibitor.armed(['g1']);
    for (const expected of [1, 2, 3]) {
      await until(() => tries() === expected && clock.sleeping === 1);
      await clock.advance(30_000);
    }
    await until(() => tries() === 4 && clock.sleeping === 1);
    expect(warnings.length).to.equal(1);
    inhibitor.release();
    await clock.advance(300_000);
    expect([tries(), clock.sleeping]).to.deep.equal([4, 0]);
  });

  it('is taken again by the next armed grant after it was lost', async () => {
    const inhibitor = new ShutdownInhibitor(logger, program('exit 1'));
    inhibitor.armed(['g1']);
    await until(() => warnings.length === 1);
    holding();
    inhibitor.armed(['g1', 'g2']);
    await until(() => existsSync(join(folder, 'began')));
    inhibitor.release();
    await until(() => existsSync(join(folder, 'ended')));
  });
});
