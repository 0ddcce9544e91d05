import { expect } from 'chai';
import { shownBy, type Clock } from '../../src/shared/clock.js';
import { showing, steadyTime } from '../../src/shared/steady-clock.js';

/** A machine whose clock may be set, and whose time passes. */
class Machine implements Clock {
  ticked = 1_000;
  wall = 50_000;
  now = (): number => this.wall;
  elapsed = (): number => this.ticked;
  sleep = (): Promise<void> => Promise.resolve();
  pass(duration: number): void {
    this.ticked += duration;
    this.wall += duration;
  }
}

describe('Steady time', () => {
  it('is the time of the clock while nobody sets it', () => {
    const machine = new Machine();
    const time = steadyTime(machine);
    machine.pass(700);
    expect(time()).to.equal(50_700);
  });

  it('follows a clock that is put forward: time that the machine slept has passed', () => {
    const machine = new Machine();
    const time = steadyTime(machine);
    machine.wall += 60_000;
    expect(time()).to.equal(110_000);
  });

  it('goes on as fast as time passes when the clock is put back, and follows it again once it has caught up', () => {
    const machine = new Machine();
    const time = steadyTime(machine);
    machine.wall -= 10_000;
    machine.pass(300);
    expect(time()).to.equal(50_300);
    machine.pass(4_000);
    expect(time()).to.equal(54_300);
    machine.wall += 20_000;
    expect(time()).to.equal(64_300);
  });

  it('never stands still beside a clock that was put back: what was read a minute ago is a minute old', () => {
    const machine = new Machine();
    const time = steadyTime(machine);
    const readAt = time();
    machine.wall -= 3_600_000;
    machine.pass(60_000);
    expect(time() - readAt).to.equal(60_000);
  });

  it('stays ahead of a clock that was put right, which can still be read: windows are meant by it', () => {
    const machine = new Machine();
    const clock = showing(steadyTime(machine), machine);
    machine.wall += 3 * 3_600_000;
    clock.now();
    machine.wall -= 3 * 3_600_000;
    expect(clock.now()).to.equal(50_000 + 3 * 3_600_000);
    expect(shownBy(clock)).to.equal(50_000);
  });

  it('begins no earlier than what has been written down already', () => {
    const machine = new Machine();
    const time = steadyTime(machine, 80_000);
    expect(time()).to.equal(80_000);
    machine.pass(500);
    expect(time()).to.equal(80_500);
  });

  it('is shown by a clock that waits as another does', async () => {
    const machine = new Machine();
    const waits: number[] = [];
    const clock = showing(() => 7, {
      now: machine.now,
      sleep: (duration) => Promise.resolve(void waits.push(duration)),
    });
    await clock.sleep(20);
    expect(clock.now()).to.equal(7);
    expect(waits).to.deep.equal([20]);
  });
});
