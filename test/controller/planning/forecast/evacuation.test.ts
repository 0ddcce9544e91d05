import { expect } from 'chai';
import type { PoolFacts } from '../../../../src/controller/facts/pool-facts.js';
import {
  afterUpgrade,
  forecastEvacuation as forecastWith,
  type EvacuationForecast,
} from '../../../../src/controller/planning/forecast/evacuation.js';
import { modelOfPool } from '../../../../src/controller/planning/forecast/model-of-pool.js';
import type { SimulatedHost } from '../../../../src/controller/planning/forecast/model.js';
import {
  gigabyte,
  makeHost,
  makePool,
  makeVm,
  medium83,
  versions82,
  versions83,
} from '../../../support/controller-facts.js';

const simulatedHosts = (facts: PoolFacts): readonly SimulatedHost[] => modelOfPool(facts, medium83).hosts;

const forecastEvacuation = (hosts: readonly SimulatedHost[], uuid: string): EvacuationForecast & { fits: boolean } => {
  const forecast = forecastWith(hosts, uuid, { stopUnmovable: false, names: new Map() });
  return { ...forecast, fits: forecast.stuck.length === 0 };
};

/** Hosts with so many GiB free, and guests [name, host, GiB]. */
function pool(free: readonly number[], guests: readonly (readonly [string, number, number])[]) {
  return makePool({
    hosts: free.map((size, index) => makeHost(index + 1, { memoryFree: size * gigabyte })),
    vms: guests.map(([name, host, size]) => makeVm(name, host, { memory: size * gigabyte })),
  });
}

const targets = (forecast: EvacuationForecast): object =>
  Object.fromEntries<string | null>([
    ...forecast.moves.map((move) => [move.name, move.to] as const),
    ...forecast.stuck.map(({ name }) => [name, null] as const),
  ]);

describe('The forecast of an evacuation', () => {
  it('puts the largest guest first, each on the host with most free memory (xapi.md 6.3)', () => {
    const forecast = forecastEvacuation(
      simulatedHosts(
        pool(
          [0, 10, 8],
          [
            ['small', 1, 2],
            ['large', 1, 6],
            ['middle', 1, 4],
          ],
        ),
      ),
      'host-1',
    );
    // large: host-2 10 -> 4; middle: host-3 8 -> 4; small: host-2 has as much as host-3 and comes first.
    expect(targets(forecast)).to.deep.equal({ 'vm-large': 'host-2', 'vm-middle': 'host-3', 'vm-small': 'host-2' });
    expect(forecast).to.include({ fits: true, needed: 12 * gigabyte, room: 18 * gigabyte });
    expect(forecast.after.map((host) => host.free / gigabyte)).to.deep.equal([12, 2, 4]);
    expect(forecast.after.map((host) => host.guests.length)).to.deep.equal([0, 2, 1]);
  });

  it('does not fit when the sum would, but no single host has room', () => {
    const forecast = forecastEvacuation(simulatedHosts(pool([0, 4, 4], [['large', 1, 6]])), 'host-1');
    expect(forecast).to.include({ fits: false, needed: 6 * gigabyte, room: 8 * gigabyte });
    expect(targets(forecast)).to.deep.equal({ 'vm-large': null });
    expect(forecast.after[0]!.guests.map((guest) => guest.name)).to.deep.equal(['vm-large']);
  });

  it('fills a host to the last byte', () => {
    expect(forecastEvacuation(simulatedHosts(pool([0, 6], [['a', 1, 6]])), 'host-1').fits).to.equal(true);
    const hosts = simulatedHosts(pool([0, 6], [['a', 1, 6]])).map((host) => ({ ...host, free: host.free - 1 }));
    expect(forecastEvacuation(hosts, 'host-1').fits).to.equal(false);
  });

  it('sends no guest to a host out of service', () => {
    const dead = makePool({ hosts: [makeHost(1), makeHost(2, { live: false }), makeHost(3, { enabled: false })] });
    const forecast = forecastEvacuation(simulatedHosts(dead), 'host-1');
    expect(forecast).to.include({ fits: false, room: 0 });
  });

  it('sends no guest of an upgraded host to an older one, and every guest of an old host to either', () => {
    const before = simulatedHosts(
      pool(
        [10, 10, 10],
        [
          ['a', 1, 1],
          ['b', 2, 1],
        ],
      ),
    );
    const mixed = afterUpgrade(before, 'host-1', versions83);
    expect(forecastEvacuation(mixed, 'host-1').fits).to.equal(false);
    expect(forecastEvacuation(mixed, 'host-2').room).to.equal(20 * gigabyte);
  });

  it('sends no guest between hosts of which neither is newer in all three versions (xapi.md 2.2)', () => {
    const odd = makePool({
      hosts: [makeHost(1), makeHost(2, { versions: { ...versions82, xapi: '2.0.0', xen: '4.13.0' } })],
    });
    expect(forecastEvacuation(simulatedHosts(odd), 'host-1').fits).to.equal(false);
    expect(forecastEvacuation(simulatedHosts(odd), 'host-2').fits).to.equal(false);
  });

  it('moves what is paused and leaves what is suspended or halted', () => {
    const vms = [
      makeVm('p', 1, { powerState: 'Paused' }),
      makeVm('h', null),
      makeVm('s', null, { powerState: 'Suspended' }),
    ];
    expect(
      forecastEvacuation(simulatedHosts(makePool({ vms })), 'host-1').moves.map((move) => move.name),
    ).to.deep.equal(['vm-p']);
  });
});
