/** The log of a mirror, summed up by host. */
import { expect } from 'chai';
import { MirrorLogReader } from '../../../src/servers/mirror/mirror-log.js';

function line(changes: Record<string, unknown>): string {
  return JSON.stringify({
    ...{ at: '2026-01-05T12:00:00+01:00', mirror: 'berlin', client: '192.0.2.31', method: 'GET', grant: 'run1.host1' },
    ...{ path: 'install.img', object: 'ab', range: '', status: 200, bytes: 100, seconds: 0.1, cache: 'HIT' },
    ...{ complete: 'OK', origin: '200' },
    ...changes,
  });
}

describe('The log of a mirror', () => {
  it('tells for each grant what arrived, what came from the cache, and what was left early', () => {
    const reader = new MirrorLogReader();
    reader.line(line({}));
    reader.line(line({ cache: 'MISS', bytes: 50, at: '2026-01-05T12:00:09+01:00' }));
    reader.line(line({ complete: '', bytes: 7, client: '192.0.2.32' }));
    reader.line(line({ grant: 'run1.host2' }));
    reader.line(line({ grant: '', status: 404, bytes: 23, cache: '' }));
    const at = Date.UTC(2026, 0, 5, 11);
    const [first, second, refused] = reader.log.readers;
    expect(first).to.deep.equal({
      ...{ grant: 'run1.host1', clients: ['192.0.2.31', '192.0.2.32'], answers: 3, bytes: 157, cachedBytes: 107 },
      ...{ leftEarly: 1, first: at, last: at + 9000 },
    });
    expect(second).to.include({ grant: 'run1.host2', answers: 1 });
    expect(refused).to.include({ grant: null, bytes: 23 });
  });

  it('counts lines of something else, and is bounded whatever the file holds', () => {
    const reader = new MirrorLogReader(5);
    for (const text of ['', '192.0.2.1 - - [05/Jan/2026] "GET /" 200', '{}', line({ bytes: -1 })]) reader.line(text);
    expect(reader.log).to.deep.equal({ readers: [], unreadable: 3 });
    for (let number = 0; number < 9; number++) reader.line(line({ grant: `g${number}` }));
    expect(reader.log.readers.length).to.equal(5);
  });
});
