/** Imports each of the bombs in a process of its own, and looks at what it made of it and how much memory that took. */
import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Bomb } from '../media/hostile/bombs.js';
import { expectNothingLeft, temporaryFolder } from './media-cases.js';

const program = fileURLToPath(new URL('media-hostile-import.ts', import.meta.url));
const mostMebibytes = 512;
const deadline = 60_000;

export function describeBombs(bombs: readonly Bomb[]): void {
  describe('A source made to exhaust whoever reads it', function () {
    this.timeout(2 * deadline);
    const folder = temporaryFolder();

    for (const { name, outcome, make } of bombs) {
      it(`${name}: ${outcome}, in less than ${mostMebibytes} MiB`, async () => {
        const source = join(folder(), 'source');
        const mediaCache = join(folder(), 'cache');
        await writeFile(source, await make());

        const run = await promisify(execFile)(process.execPath, ['--import=tsx', program, source, mediaCache], {
          timeout: deadline,
        });

        const seen = JSON.parse(run.stdout) as { outcome: string; milliseconds: number; mebibytes: number };
        if (process.env['DRYDOCK_SHOW'] !== undefined) console.log(seen);
        expect(seen.outcome).to.equal(outcome);
        expect(seen.mebibytes).to.be.lessThan(mostMebibytes);
        if (outcome !== 'accepted') await expectNothingLeft(mediaCache);
      });
    }
  });
}
