import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { z } from 'zod';
import { encodeLine, openFileLog, readFileLog } from '../../src/servers/storage/file-log.js';
import { codeOf } from '../support/servers-errors.js';

describe('A record log in a file', () => {
  const schema = z.strictObject({ n: z.number() });
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drydock-log-'));
    path = join(folder, 'state', 'test.log');
  });
  afterEach(() => rm(folder, { recursive: true }));
  const open = (onDamage: 'refuse' | 'skip' = 'refuse') => openFileLog({ path, schema, onDamage });

  it('gives back what was appended', async () => {
    const log = open();
    log.append({ n: 1 });
    log.append({ n: 2 });
    await Promise.all([log.sync(), log.sync()]);
    log.close();
    expect(open().initial).to.deep.equal([{ n: 1 }, { n: 2 }]);
    expect(readFileLog({ path, schema, onDamage: 'refuse' })).to.deep.equal([{ n: 1 }, { n: 2 }]);
  });

  it('drops a record that was cut short at any byte, and goes on cleanly behind it', async () => {
    const whole = encodeLine({ n: 2 });
    for (let cut = 0; cut < whole.length; cut++) {
      await rm(path, { force: true });
      const first = open();
      first.append({ n: 1 });
      first.close();
      await appendFile(path, whole.subarray(0, cut));
      const log = open();
      expect(log.initial, `cut at ${cut}`).to.deep.equal([{ n: 1 }]);
      log.append({ n: 3 });
      log.close();
      expect(open().initial, `cut at ${cut}`).to.deep.equal([{ n: 1 }, { n: 3 }]);
    }
  });

  it('refuses or skips a damaged record in the middle, as its owner wants', async () => {
    const log = open();
    for (const n of [1, 2, 3]) log.append({ n });
    log.close();
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace('"n":2', '"n":7'));
    expect(await codeOf(Promise.resolve().then(() => open()))).to.equal('STATE_CORRUPT');
    const skipping = open('skip');
    expect([skipping.initial, skipping.skipped]).to.deep.equal([[{ n: 1 }, { n: 3 }], 1]);
  });

  it('refuses a damaged last record, which somebody was told of, and changes nothing of the file', async () => {
    const log = open();
    for (const n of [1, 2, 3]) log.append({ n });
    log.close();
    const text = await readFile(path, 'utf8');
    for (const damaged of [text.replace('"n":3', '"n":7'), text.replace(/\n$/, 'J')]) {
      await writeFile(path, damaged);
      expect(await codeOf(Promise.resolve().then(() => open()))).to.equal('STATE_CORRUPT');
      expect(await codeOf(Promise.resolve().then(() => readFileLog({ path, schema, onDamage: 'refuse' })))).to.equal(
        'STATE_CORRUPT',
      );
      expect(await readFile(path, 'utf8')).to.equal(damaged);
    }
    await writeFile(path, text.replace('"n":3', '"n":7'));
    const skipping = open('skip');
    expect([skipping.initial, skipping.skipped]).to.deep.equal([[{ n: 1 }, { n: 2 }], 1]);
  });
});
