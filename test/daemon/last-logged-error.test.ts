/** The reason that a process leaves in its log when it does not start. */
import { appendFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { lastLoggedError } from '../../src/daemon/last-logged-error.js';
import { DrydockError } from '../../src/shared/errors/drydock-error.js';

const line = (error: unknown): string => `${JSON.stringify({ level: 50, error, msg: 'the process ends' })}\n`;
const refused = new DrydockError('TLS_FILES_UNUSABLE', { attempted: 'reading the certificate', subject: 'a.pem' });
const older = new DrydockError('PORT_IN_USE', { attempted: 'listening', subject: '127.0.0.1:80' });

describe('The last error of a log', () => {
  let folder: string;
  let log: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'drydock-log-'));
    log = join(folder, 'process.log');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is found before lines that tell none', () => {
    writeFileSync(log, `${line(older.toJSON())}${line(refused.toJSON())}${line(undefined)}no JSON\n`);

    expect(lastLoggedError(log, 0)).to.deep.include({ code: 'TLS_FILES_UNUSABLE' });
  });

  it('is not one of an earlier start', () => {
    writeFileSync(log, line(older.toJSON()));
    const before = statSync(log).size;
    appendFileSync(log, `${JSON.stringify({ msg: 'ready' })}\n`);

    expect(lastLoggedError(log, before)).to.equal(undefined);
  });

  it('is none where there is no log', () => {
    expect(lastLoggedError(join(folder, 'absent'), 0)).to.equal(undefined);
  });
});
