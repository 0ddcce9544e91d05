/** The way of each guest through a run, step by step: where it is after each host, how often it moves, when it goes home. */
import type { VmPath, VmStep } from '../../../contract/plan-forecast.js';
import type { SimulatedHost } from './model.js';
import type { RunForecast } from './sequence.js';

export function vmPaths(hosts: readonly SimulatedHost[], { steps, home }: RunForecast): readonly VmPath[] {
  const ways = new Map<string, VmStep[]>();
  const add = (vm: string, step: VmStep): void => {
    ways.set(vm, [...(ways.get(vm) ?? []), step]);
  };
  for (const { host: turn, evacuation } of steps) {
    for (const { vm, to } of evacuation.moves) add(vm, { turn, what: 'moves', to, why: '' });
    for (const { vm, how, reason } of evacuation.down) {
      add(vm, { turn, what: how === 'stop' ? 'stops' : 'suspends', to: null, why: reason });
      add(vm, { turn, what: how === 'stop' ? 'starts' : 'resumes', to: turn, why: 'after the soak' });
    }
    for (const { vm, reason } of evacuation.stuck) add(vm, { turn, what: 'has-no-place', to: turn, why: reason });
  }
  const guests = hosts.flatMap((host) => host.guests);
  const homes = new Map(guests.map(({ uuid, home: host }) => [uuid, host]));
  for (const vm of home.goHome) add(vm, { turn: null, what: 'goes-home', to: homes.get(vm) ?? null, why: '' });
  for (const { vm, why } of home.stayAway) {
    add(vm, { turn: null, what: 'stays-away', to: home.from.get(vm) ?? null, why });
  }
  return guests.map(({ uuid: vm, name, home: host }) => {
    const way = ways.get(vm) ?? [];
    const migrations = way.filter(({ what }) => what === 'moves' || what === 'goes-home').length;
    return { vm, name, home: host, migrations, steps: way };
  });
}
