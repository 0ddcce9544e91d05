/** The way home at the end of a run: one guest after the other, and once more those for which the others have made room. */
import type { SimulatedGuest, SimulatedHost } from './model.js';

export interface HomewardForecast {
  /** Uuids of guests that go home. */
  readonly goHome: readonly string[];
  readonly stayAway: readonly { readonly vm: string; readonly why: string }[];
  /** uuid of the host of each guest before it goes home. */
  readonly from: ReadonlyMap<string, string>;
}

export function homeward(hosts: readonly SimulatedHost[]): HomewardForecast {
  const free = new Map(hosts.map(({ uuid, free: room }) => [uuid, room]));
  const away = hosts.flatMap((host) =>
    host.guests.filter(({ home }) => home !== host.uuid).map((guest) => ({ guest, from: host.uuid })),
  );
  const from = new Map(away.map(({ guest, from: host }) => [guest.uuid, host]));
  const goHome: string[] = [];
  const stayAway: { vm: string; why: string }[] = [];
  const wanted = away.filter(({ guest }) => !guest.isLeft).sort((a, b) => (a.guest.uuid < b.guest.uuid ? -1 : 1));
  const go = ({ guest, from: host }: { guest: SimulatedGuest; from: string }): boolean => {
    const room = free.get(guest.home) ?? 0;
    if (room < guest.memory) return false;
    free.set(guest.home, room - guest.memory);
    free.set(host, (free.get(host) ?? 0) + guest.memory);
    goHome.push(guest.uuid);
    return true;
  };
  const waiting = wanted.filter((one) => !go(one));
  for (const one of waiting.filter((again) => !go(again))) {
    stayAway.push({ vm: one.guest.uuid, why: 'its home has no room for it any more' });
  }
  for (const { guest } of away.filter((one) => one.guest.isLeft)) {
    stayAway.push({ vm: guest.uuid, why: 'its policy is to be left where it landed' });
  }
  return { goHome, stayAway, from };
}
