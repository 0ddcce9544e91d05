/** The audit: on the disk, in order, in pages, and not to be flooded. */
import { appendFileSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { AuditRecord } from '../../../src/contract/api/audit.js';
import { AuditLog } from '../../../src/daemon/audit/audit-log.js';
import { auditSink } from '../../../src/daemon/audit/audit-sink.js';
import { readAudit } from '../../../src/daemon/audit/read-audit.js';
import { silentLogger, type Logger } from '../../../src/shared/logger.js';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';

const record = (at: number): AuditRecord => ({
  ...{ at, who: 'anna', kind: 'user', role: 'operator', from: '192.0.2.1' },
  ...{ action: 'run.pause', object: `run-${at}`, outcome: 'done', detail: 'x'.repeat(50) },
});

describe('audit log', () => {
  let folder: string;

  beforeEach(() => (folder = join(mkdtempSync(join(tmpdir(), 'drydock-audit-')), 'audit')));
  afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

  const objects = async (before?: string, limit = 3): Promise<{ objects: string[]; next: string | null }> => {
    const { records, next } = await readAudit(folder, before, limit);
    return { objects: records.map(({ object }) => object), next };
  };

  it('is empty before anything was done', async () => {
    expect(await objects()).to.deep.equal({ objects: [], next: null });
  });

  it('gives what was written, newest first, page by page, over all its files', async () => {
    const log = new AuditLog(folder, { size: 600, keep: 50 });
    for (let at = 1; at <= 10; at += 1) await log.append(record(at));
    expect(readdirSync(folder).length).to.be.greaterThan(2);

    const seen: string[] = [];
    let next: string | null | undefined;
    do {
      const page = await objects(next ?? undefined);
      seen.push(...page.objects);
      ({ next } = page);
    } while (next !== null);
    expect(seen).to.deep.equal(Array.from({ length: 10 }, (_, index) => `run-${10 - index}`));
  });

  it('keeps as many files as it may, and is for its owner alone', async () => {
    const log = new AuditLog(folder, { size: 1, keep: 3 });
    for (let at = 1; at <= 8; at += 1) await log.append(record(at));

    expect((await objects(undefined, 100)).objects).to.deep.equal(['run-8', 'run-7', 'run-6']);
    expect(statSync(folder).mode & 0o777).to.equal(0o700);
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).to.equal(0o600);
  });

  it('goes on behind its newest file when the clock was set back', async () => {
    const log = new AuditLog(folder, { size: 1, keep: 50 });
    await log.append(record(5000));
    await log.append(record(10));

    expect((await objects()).objects).to.deep.equal(['run-10', 'run-5000']);
  });

  it('passes over a line that a crash has cut off', async () => {
    const log = new AuditLog(folder);
    await log.append(record(1));
    const [name = ''] = readdirSync(folder);
    appendFileSync(join(folder, name), '{"at":2,"who":"an');

    expect((await objects()).objects).to.deep.equal(['run-1']);
  });

  it('cuts what people say, and breaks no line by it', async () => {
    const log = new AuditLog(folder);
    await log.append({ ...record(1), detail: `${'y'.repeat(5000)}\n{"at":9}` });
    const { records } = await readAudit(folder, undefined, 10);

    expect(records).to.have.length(1);
    expect(records[0]?.detail.length).to.equal(501);
  });

  it('refuses a position that it has not given', async () => {
    const error: unknown = await readAudit(folder, '../../etc/passwd:1', 3).catch((reason: unknown) => reason);

    expect(error).to.include({ code: 'CONTROL_REQUEST_INVALID' });
  });
});

describe('audit sink', () => {
  const caller = { name: null, kind: 'nobody', rank: 'anyone', from: '192.0.2.66', session: null } as const;
  const refusal = { caller, action: 'session.sign-in', object: 'anna', outcome: 'refused', detail: '' } as const;

  it('counts refusals that come in floods rather than to let them fill it', async () => {
    const clock = new VirtualClock();
    const written: AuditRecord[] = [];
    const log = { append: (one: AuditRecord) => Promise.resolve(void written.push(one)) };
    const sink = auditSink({ log, clock, logger: silentLogger, heard: () => undefined });
    for (let count = 0; count < 1000; count += 1) await sink.record(refusal);
    expect(written.length).to.equal(60);
    await sink.record({ ...refusal, caller: { ...caller, name: 'anna', kind: 'token' }, outcome: 'done' });
    expect(written.length, 'what was done by somebody is always written').to.equal(61);
    await clock.advance(60_000);
    await sink.record(refusal);

    expect(written[61]).to.include({
      action: 'access.flood',
      detail: '940 more refusals and failures within a minute, not written one by one',
    });
    expect(written.length).to.equal(63);
  });

  it('says so in the log when it cannot be written, and lets what was done stand', async () => {
    const complaints: string[] = [];
    const logger: Logger = { ...silentLogger, error: (_fields, message) => complaints.push(message) };
    const log = { append: () => Promise.reject(new Error('the disk is full')) };
    const sink = auditSink({ log, clock: new VirtualClock(), logger, heard: () => undefined });
    await sink.record({ ...refusal, caller: { ...caller, name: 'anna', kind: 'token' }, outcome: 'done' });

    expect(complaints).to.deep.equal(['the audit could not be written']);
  });
});
