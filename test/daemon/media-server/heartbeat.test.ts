/** When a serving process counts as hung. */
import { expect } from 'chai';
import { Heartbeat, type Beat } from '../../../src/daemon/media-server/heartbeat.js';

describe('The heartbeat of a serving process', () => {
  const beats = (heartbeat: Heartbeat, count: number): Beat[] => Array.from({ length: count }, () => heartbeat.beat());

  it('calls it hung after ten beats without a word, and not before', () => {
    const heartbeat = new Heartbeat();
    heartbeat.heard();
    expect(beats(heartbeat, 10)).to.deep.equal(Array(10).fill('ask'));
    expect(heartbeat.beat()).to.equal('hung');
  });

  it('begins to count anew with each word', () => {
    const heartbeat = new Heartbeat();
    for (let round = 0; round < 5; round++) {
      heartbeat.heard();
      expect(beats(heartbeat, 10)).not.to.include('hung');
    }
  });

  it('has more patience with one that still starts', () => {
    const heartbeat = new Heartbeat();
    expect(beats(heartbeat, 30)).not.to.include('hung');
    expect(heartbeat.beat()).to.equal('hung');
  });
});
