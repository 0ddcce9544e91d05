import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { z } from 'zod';
import { examineLog } from '../../src/servers/storage/examine-log.js';
import { openFileLog } from '../../src/servers/storage/file-log.js';
import { seededRandom } from '../support/media-durable-model.js';

const schema = z.strictObject({ number: z.number(), text: z.string() });

describe('A log of the media server that is looked at', () => {
  let folder = '';
  let path = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'drydock-log-'));
    path = join(folder, 'grants.log');
    const log = openFileLog({ path, schema, onDamage: 'refuse' });
    for (let number = 0; number < 20; number += 1) log.append({ number, text: 'x'.repeat(number) });
    log.close();
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is whole, also when its last line was cut short', () => {
    expect(examineLog(path, schema)).to.deep.equal({ path, lines: 20, damaged: [], cutShort: false });
    appendFileSync(path, 'deadbeef {"num');
    expect(examineLog(path, schema)).to.deep.equal({ path, lines: 20, damaged: [], cutShort: true });
    expect(examineLog(join(folder, 'none'), schema)).to.deep.include({ lines: 0, damaged: [] });
  });

  it('tells the first byte of a line in which any bit flipped, and the server refuses it there', () => {
    const bytes = readFileSync(path);
    const random = seededRandom(3);
    for (let round = 0; round < 200; round += 1) {
      // The last line was told of as well, its line feed too.
      const offset = round === 0 ? bytes.length - 1 : Math.floor(random() * bytes.length);
      const flipped = Buffer.from(bytes);
      flipped[offset] = flipped[offset]! ^ (1 << Math.floor(random() * 8));
      writeFileSync(path, flipped);
      const { damaged } = examineLog(path, schema);
      expect(damaged[0], `byte ${offset}`).to.equal(bytes.lastIndexOf(10, Math.max(0, offset - 1)) + 1);
      expect(() => openFileLog({ path, schema, onDamage: 'refuse' }))
        .to.throw()
        .with.property('code', 'STATE_CORRUPT');
    }
  });
});
