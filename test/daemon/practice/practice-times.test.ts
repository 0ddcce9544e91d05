import { expect } from 'chai';
import { practiceTimes } from '../../../src/daemon/practice/practice-times.js';
import { bootTimeTolerance } from '../../../src/controller/run/returned.js';

const tolerance = bootTimeTolerance * 1000;
/** Both times are whole seconds. */
const rounding = 1000;

describe('The times of a practice pool', () => {
  for (const speed of [1, 60, 600, 100_000]) {
    it(`leave room for the proof that a host has installed, at ${speed} times the usual speed`, () => {
      const { rebootGrace, powerCycle, installation } = practiceTimes(speed, false);
      expect(rebootGrace + powerCycle[0] + installation[0] + powerCycle[0]).to.be.greaterThan(tolerance + rounding);
    });

    it(`leave room for the proof that a host has booted its old system, at ${speed} times the usual speed`, () => {
      const { rebootGrace, powerCycle } = practiceTimes(speed, true);
      expect(rebootGrace + powerCycle[0]).to.be.greaterThan(tolerance + rounding);
    });
  }
});
