/** Every key of the full-screen watching. */
import { expect } from 'chai';
import { pressed } from '../../../src/cli/watch/watch-keys.js';
import { noWatchState } from '../../../src/cli/watch/watch-state.js';

const events = Array.from({ length: 20 }, (_, index) => ({ at: index, text: `line ${index}` }));
const state = { ...noWatchState, events };

describe('keys while a run is watched', () => {
  for (const [key, command] of [
    ['p', 'pause'],
    ['r', 'resume'],
    ['a', 'approve'],
  ] as const) {
    it(`give ${command} with ${key} and a yes, and with nothing less`, () => {
      const asked = pressed(state, key);
      expect(asked.command, 'not by the key alone').to.equal(undefined);
      expect(asked.state.asked).to.equal(command);

      expect(pressed(asked.state, 'y')).to.deep.include({ command });
      for (const other of ['n', 'return', key, 'q', 'escape']) {
        const refused = pressed(asked.state, other);
        expect([refused.command, refused.leave, refused.state.asked], other).to.deep.equal([
          undefined,
          undefined,
          null,
        ]);
      }
    });
  }

  it('leave with q and Escape', () => {
    for (const key of ['q', 'escape']) expect(pressed(state, key).leave).to.equal(true);
  });

  it('scroll through what has happened, no further than there is', () => {
    const back = (from: number, key: string): number =>
      pressed({ ...state, scrolledBack: from }, key).state.scrolledBack;

    expect([back(0, 'up'), back(3, 'down'), back(0, 'down'), back(0, 'pageup'), back(15, 'pageup')]).to.deep.equal([
      1, 2, 0, 10, 19,
    ]);
    expect(back(7, 'end')).to.equal(0);
  });

  it('do nothing where they mean nothing', () => {
    expect(pressed(state, 'x')).to.deep.equal({ state });
  });
});
