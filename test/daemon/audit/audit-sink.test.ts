/** What the audit takes from a flood: so much of each address, and a count of the rest. */
import { expect } from 'chai';
import type { AuditRecord } from '../../../src/contract/api/audit.js';
import type { Caller } from '../../../src/contract/api/caller.js';
import { auditSink } from '../../../src/daemon/audit/audit-sink.js';
import { silentLogger } from '../../../src/shared/logger.js';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';

describe('audit sink', () => {
  it('counts what fails or comes from nobody by address, and writes what another address does', async () => {
    const written: AuditRecord[] = [];
    const clock = new VirtualClock();
    const log = { append: (record: AuditRecord) => Promise.resolve(void written.push(record)) };
    const sink = auditSink({ log, clock, logger: silentLogger, heard: () => undefined });
    const nobody: Caller = { name: null, kind: 'nobody', rank: 'anyone', from: '198.51.100.66', session: null };
    const about = { action: 'session.sign-in', object: '', detail: '' };
    for (let count = 0; count < 100; count += 1) {
      await sink.record({ caller: nobody, ...about, outcome: 'failed' });
      await sink.record({ caller: nobody, ...about, outcome: 'done' });
    }
    expect(written).to.have.length(60);

    await sink.record({ caller: { ...nobody, from: '192.0.2.10' }, ...about, outcome: 'refused' });
    expect(written.at(-1)?.from).to.equal('192.0.2.10');
    await clock.advance(60_000);
    await sink.record({ caller: nobody, ...about, outcome: 'refused' });
    expect(written.at(-2)).to.include({ action: 'access.flood' });
    expect(written.at(-2)?.detail).to.match(/^140 more/);
  });
});
