import { expect } from 'chai';
import { probesFor, probesSettingsSchema } from '../../../src/daemon/config/probe-settings.js';

function timeoutOf(timeout?: unknown): number | undefined {
  const probe = {
    id: 'web',
    phases: ['after-host'],
    url: 'http://192.0.2.9/',
    ...(timeout === undefined ? {} : { timeout }),
  };
  const read = probesSettingsSchema.safeParse([probe]);
  return read.success ? probesFor(read.data, 'lab')[0]?.timeout : undefined;
}

describe('The time limit of a probe', () => {
  it('is a span, or a number of seconds as it was written before', () => {
    expect(timeoutOf()).to.equal(30_000);
    expect(timeoutOf('2m')).to.equal(120_000);
    expect(timeoutOf(45)).to.equal(45_000);
  });

  for (const wrong of ['0s', '11m', '1h', 'soon', 0, 601, true])
    it(`is not ${String(wrong)}`, () => expect(timeoutOf(wrong)).to.equal(undefined));
});
