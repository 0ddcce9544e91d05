/** What the form for a new run asks the controller for: the same as the options of `upgrade plan`. */
import { expect } from 'chai';
import type { PoolReading } from '../../../src/contract/api/pools.js';
import {
  firstChoice,
  forPool,
  hostsInOrder,
  placedAt,
  planRequestOf,
} from '../../../src/dashboard/model/start-choice.js';
import { firstWindow } from '../../../src/dashboard/model/window-choice.js';

const versions = { brand: null, product: '8.2.1', build: null, platform: null, xapi: null, xen: null, linux: null };
const host = (name: string, coordinator = false): PoolReading['hosts'][number] => ({
  ...{ uuid: `uuid-${name}`, name, address: '192.0.2.1', coordinator, enabled: true, live: true, versions, guests: 0 },
});
const reading: PoolReading = {
  ...{ at: 0, uuid: 'pool', name: 'Lab', haEnabled: false, wlbEnabled: false, rollingUpgrade: false, claim: null },
  hosts: [host('xs-10'), host('xs-2'), host('master', true), host('xs-3')],
  vms: [
    { uuid: 'uuid-db', name: 'db', host: 'uuid-xs-2' },
    { uuid: 'uuid-web-1', name: 'web', host: 'uuid-xs-2' },
    { uuid: 'uuid-web-2', name: 'web', host: 'uuid-xs-3' },
  ],
};
const choice = firstChoice('lab', 'xcp-ng-8.3');
const names = (hosts: PoolReading['hosts']): string[] => hosts.map(({ name }) => name);

describe('the choices for a new run', () => {
  it('ask for nothing but Drydock’s own order, all hosts, and VMs as they are tagged, where nothing was chosen', () => {
    expect(planRequestOf(choice, reading, [], false)).to.deep.equal({
      ...{ pool: 'lab', media: 'xcp-ng-8.3', accept: [], fix: true, approveEachHost: false, soakMinutes: 0 },
      ...{ order: [], only: [] },
    });
  });

  it('show the coordinator first, then what was put in order, then the rest by their numbers', () => {
    expect(names(hostsInOrder(reading.hosts, []))).to.deep.equal(['master', 'xs-2', 'xs-3', 'xs-10']);
    expect(names(hostsInOrder(reading.hosts, ['uuid-xs-10', 'uuid-master']))).to.deep.equal([
      ...['master', 'xs-10', 'xs-2', 'xs-3'],
    ]);
  });

  it('put one host at another place, and leave the order of the others', () => {
    const shown = hostsInOrder(reading.hosts, []);
    expect(placedAt(shown, 'uuid-xs-10', 1)).to.deep.equal(['uuid-master', 'uuid-xs-10', 'uuid-xs-2', 'uuid-xs-3']);
    expect(placedAt(shown, 'uuid-xs-2', 3)).to.deep.equal(['uuid-master', 'uuid-xs-3', 'uuid-xs-10', 'uuid-xs-2']);
    expect(placedAt(shown, 'uuid-xs-3', 2)).to.deep.equal(shown.map(({ uuid }) => uuid));
  });

  it('name the hosts of a subset in the order that was given', () => {
    const order = placedAt(hostsInOrder(reading.hosts, []), 'uuid-xs-10', 1);
    const asked = planRequestOf({ ...choice, order, leftOut: ['uuid-xs-3'] }, reading, [], false);

    expect(asked.order).to.deep.equal(['master', 'xs-10', 'xs-2']);
    expect(asked.only).to.deep.equal(['master', 'xs-10', 'xs-2']);
  });

  it('name a VM as people do, and by its uuid where two have the name', () => {
    const vmPolicies = new Map([
      ['uuid-db', 'stop'],
      ['uuid-web-2', 'suspend'],
    ] as const);
    const asked = planRequestOf(
      { ...choice, vmPolicies, hardStop: ['uuid-db'], allowSuspend: true, stopVms: true },
      ...([reading, [], false] as const),
    );

    expect(asked.vmPolicies).to.deep.equal(['db=stop', 'uuid-web-2=suspend']);
    expect(asked.hardStop).to.deep.equal(['db']);
    expect({ suspend: asked.allowSuspend, stop: asked.stopVms }).to.deep.equal({ suspend: true, stop: true });
  });

  it('fit the run into a window, with its zone, only where one was chosen', () => {
    expect(planRequestOf(choice, reading, [], false)).to.not.have.property('window');
    expect(planRequestOf({ ...choice, window: firstWindow('UTC') }, reading, [], false)).to.include({
      window: 'Sat 22:00-04:00 UTC',
    });
  });

  it('say who reboots in Manual mode, and only there', () => {
    expect(planRequestOf({ ...choice, drydockReboots: true }, reading, [], false)).to.not.have.any.keys(
      'mode',
      'rebootBy',
    );
    expect(planRequestOf({ ...choice, manual: true }, reading, [], false)).to.include({
      mode: 'manual',
      rebootBy: 'person',
    });
    expect(planRequestOf({ ...choice, manual: true, drydockReboots: true }, reading, [], false)).to.include({
      ...{ mode: 'manual', rebootBy: 'drydock' },
    });
  });

  it('forget what was chosen about hosts and VMs with the pool, and nothing else', () => {
    const chosen = {
      ...{ ...choice, order: ['uuid-xs-2'], leftOut: ['uuid-xs-3'], hardStop: ['uuid-db'], packs: ['pack'] },
      vmPolicies: new Map([['uuid-db', 'stop'] as const]),
    };
    const other = forPool(chosen, 'munich');

    expect([other.order, other.leftOut, other.hardStop, [...other.vmPolicies]]).to.deep.equal([[], [], [], []]);
    expect(other).to.include({ pool: 'munich', media: 'xcp-ng-8.3' });
    expect(other.packs).to.deep.equal(['pack']);
  });

  it('say nothing about hosts and VMs of a pool that could not be read', () => {
    const asked = planRequestOf(
      { ...choice, leftOut: ['uuid-xs-3'], hardStop: ['uuid-db'] },
      undefined,
      ['a@b=c'],
      true,
    );

    expect(asked).to.deep.include({ order: [], only: [], accept: ['a@b=c'], acceptEua: true });
    expect(asked).to.not.have.property('hardStop');
  });
});
