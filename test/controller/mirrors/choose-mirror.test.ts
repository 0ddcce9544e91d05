/** Which mirror a pool reads at. */
import { expect } from 'chai';
import { chooseMirror, mirrorBeside } from '../../../src/controller/mirrors/choose-mirror.js';
import type { ConfiguredMirror } from '../../../src/controller/mirrors/mirror-access.js';

function mirror(name: string, pools: readonly string[], networks: readonly string[]): ConfiguredMirror {
  return { mirror: { name, kind: 'nginx', url: 'http://192.0.2.20/' }, pools, networks };
}

const berlin = mirror('berlin', [], ['198.51.100.0/25', '203.0.113.7']);
const paris = mirror('paris', ['lab'], ['198.51.100.0/24']);

describe('The mirror of a pool', () => {
  const chosen = (pool: string, ...addresses: string[]): string | undefined =>
    chooseMirror([berlin, paris], pool, addresses)?.name;

  it('is the first that names it, wherever its hosts are', () => {
    expect(chosen('lab', '198.51.100.5')).to.equal('paris');
    expect(chosen('lab')).to.equal('paris');
  });

  it('is else the first whose networks have all of its hosts', () => {
    expect(chosen('other', '198.51.100.5', '203.0.113.7')).to.equal('berlin');
    expect(chosen('other', '198.51.100.5', '198.51.100.200')).to.equal('paris');
  });

  it('is none where one host lies elsewhere, or where none is known', () => {
    expect(chosen('other', '198.51.100.5', '192.0.2.1')).to.equal(undefined);
    expect(chosen('other', '198.51.100.5', 'xs-1.example')).to.equal(undefined);
    expect(chosen('other')).to.equal(undefined);
  });

  it('is told of where it has some of the hosts and not all', () => {
    const beside = (...addresses: string[]): string | undefined => mirrorBeside([berlin, paris], 'other', addresses);
    expect(beside('203.0.113.7', '192.0.2.1')).to.equal('berlin');
    expect(beside('198.51.100.5')).to.equal(undefined);
    expect(beside('192.0.2.1')).to.equal(undefined);
  });
});
