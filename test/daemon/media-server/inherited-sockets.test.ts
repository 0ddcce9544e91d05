/** sd_listen_fds(3): which descriptors a process was given, and for what. */
import { expect } from 'chai';
import { inheritedSockets, socketEnvironment } from '../../../src/daemon/media-server/inherited-sockets.js';
import { DrydockError } from '../../../src/shared/errors/drydock-error.js';

describe('Inherited sockets', () => {
  it('begin at descriptor 3, in the order of their names', () => {
    const given = { LISTEN_PID: '7', LISTEN_FDS: '3', LISTEN_FDNAMES: 'http:ftp:http' };
    expect(inheritedSockets(given, 7)).to.deep.equal([
      { name: 'http', descriptor: 3 },
      { name: 'ftp', descriptor: 4 },
      { name: 'http', descriptor: 5 },
    ]);
  });

  it('are none of ours when they were meant for another process, or when there are none', () => {
    expect(inheritedSockets({ LISTEN_PID: '8', LISTEN_FDS: '1', LISTEN_FDNAMES: 'http' }, 7)).to.deep.equal([]);
    expect(inheritedSockets({}, 7)).to.deep.equal([]);
  });

  it('are refused when they have no name, or one that says nothing', () => {
    for (const names of ['', 'unknown', 'http:']) {
      const count = String(names.split(':').length);
      expect(() => inheritedSockets({ LISTEN_FDS: count, LISTEN_FDNAMES: names }, 7))
        .to.throw(DrydockError)
        .with.property('code', 'CONFIG_INVALID');
    }
  });

  it('are told to a process of ours in the same way', () => {
    const told = socketEnvironment(['control', 'http']);
    expect(inheritedSockets(told, 7).map(({ name }) => name)).to.deep.equal(['control', 'http']);
  });
});
