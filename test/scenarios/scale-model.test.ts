import { expect } from 'chai';
import { nightsOfWave, scalePlan, type Wanted } from '../bench/scale/model.js';

const wanted: Wanted = {
  ...{ hosts: 96, sites: 2, hostsInPool: 16, waves: [2, 1, 2, 1], poolsAtOnce: 6, hostsAtOnce: 5 },
  ...{ windowHours: 10, minutesForHost: 50, mediumBytes: 700e6, leaseSeconds: 30 },
};
const measured = {
  ...{ recordsForHost: 42, bytesOfRecord: 500, notificationsForHost: 2 },
  ...{ recordsReadInSecond: 10_000, commitsInSecond: 1000, secondsToRenew: 0.05, poolsOfController: 100 },
};

describe('The plan for many hosts', () => {
  it('takes as many nights as the simulation of six pools of 16 hosts took', () => {
    expect(scalePlan(wanted, measured).nights).to.equal(8);
  });

  it('takes as many nights as the simulation of 100 pools of four hosts took', () => {
    const waves = [2, 10, 40, 48];
    const small = { ...wanted, hosts: 400, hostsInPool: 4, waves, poolsAtOnce: 30, hostsAtOnce: 23 };

    expect(scalePlan(small, measured).nights).to.equal(4);
  });

  it('begins no more hosts of a pool in a night than fit one after the other', () => {
    expect(nightsOfWave(1, { ...wanted, hostsInPool: 12 })).to.equal(1);
    expect(nightsOfWave(1, { ...wanted, hostsInPool: 13 })).to.equal(2);
  });

  it('takes more nights where fewer hosts may be at work than the wave has pools', () => {
    expect(nightsOfWave(100, { ...wanted, poolsAtOnce: 10, hostsAtOnce: 10 })).to.equal(14);
    expect(nightsOfWave(0, wanted)).to.equal(0);
  });

  it('counts what the database is asked for, and what goes to a site', () => {
    const plan = scalePlan({ ...wanted, hosts: 10_000, sites: 50, poolsAtOnce: 200, hostsAtOnce: 200 }, measured);

    expect(plan).to.include({ pools: 625, controllers: 2, records: 420_000, hostsInNight: 2400, secondsToRead: 42 });
    expect(plan.recordsInSecond).to.be.closeTo(2.8, 0.01);
    expect(plan.shareOfRenewals).to.be.closeTo(0.01, 0.0001);
    expect([plan.centralBytesOfSite, plan.mirroredBytesOfSite]).to.deep.equal([140e9, 0.7e9]);
  });
});
