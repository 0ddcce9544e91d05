import { expect } from 'chai';
import { Room } from '../../../src/controller/sharing/room.js';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';

describe('A controller that has as many runs at work as it should', () => {
  let clock: VirtualClock;
  let room: Room;

  beforeEach(() => {
    clock = new VirtualClock(undefined, { isolated: true });
    room = new Room(2, clock);
  });

  it('leaves one that is to begin to others for ten seconds, and no longer', async () => {
    expect(room.leaves('a', 2)).to.equal(true);
    await clock.advance(9_000);
    expect(room.leaves('a', 2)).to.equal(true);
    await clock.advance(1_000);
    expect(room.leaves('a', 3)).to.equal(false);
  });

  it('takes it as soon as it has room itself', async () => {
    expect(room.leaves('a', 2)).to.equal(true);
    await clock.advance(2_000);
    expect(room.leaves('a', 1)).to.equal(false);
  });

  it('counts for each run from when it first left it', async () => {
    room.leaves('a', 2);
    await clock.advance(10_000);
    expect(room.leaves('b', 2)).to.equal(true);
    expect(room.leaves('a', 2)).to.equal(false);
  });

  it('counts anew for one that comes back after another controller had taken it', async () => {
    room.leaves('a', 2);
    await clock.advance(120_000);
    expect(room.leaves('a', 2)).to.equal(true);
  });
});
