/**
 * The order with the fewest migrations. What an order costs is what the forecast of the whole run says: guests without a
 * place, then guests that have to go down, then migrations, the way home with them.
 *
 * Small pools: every order is looked at, but for those that cannot be better than the best one so far. Larger ones: the best few
 * beginnings of each length are gone on with.
 */
import { byNaturalName } from '../natural-order.js';
import { afterUpgrade, forecastEvacuation } from './evacuation.js';
import { homeward } from './homeward.js';
import type { ForecastModel } from './model-of-pool.js';
import type { SimulatedHost } from './model.js';

export interface FoundOrder {
  /** Uuids. */
  readonly order: readonly string[];
  readonly exact: boolean;
  readonly looked: number;
}

/**
 * Beside the coordinator: up to seven, every order is looked at, which takes 13,700 evacuations at most. Up to eleven that is
 * tried with as many, which is enough where guests are few.
 */
const exactUpTo = 11;
const exactBudget = 13_700;

/** How many beginnings are gone on with, and how many next hosts are tried for each, by either measure. */
const beamWidth = 8;
const beamBreadth = 3;

interface Beginning {
  readonly order: readonly string[];
  readonly hosts: readonly SimulatedHost[];
  readonly cost: Cost;
}

/** Compared from the left. */
type Cost = readonly [stuck: number, down: number, migrations: number];

/** @param first who goes before, in that order: the coordinator, and what a person said */
export function searchOrder(
  model: ForecastModel,
  first: readonly string[],
  rest: readonly string[],
  target: SimulatedHost['versions'],
): FoundOrder {
  const search = new OrderSearch(model, target);
  const start = first.reduce<Beginning>((beginning, host) => search.then(beginning, host), {
    order: [],
    hosts: model.hosts,
    cost: [0, 0, 0],
  });
  const best = rest.length <= exactUpTo ? search.best(start, rest) : undefined;
  const { order } = best ?? search.beam(start, rest);
  return { order, exact: best !== undefined, looked: search.looked };
}

class OrderSearch {
  looked = 0;

  constructor(
    private readonly model: ForecastModel,
    private readonly target: SimulatedHost['versions'],
  ) {}

  then(beginning: Beginning, host: string): Beginning {
    this.looked++;
    const { moves, stuck, down, after, returning } = forecastEvacuation(beginning.hosts, host, this.model.rules);
    return {
      order: [...beginning.order, host],
      hosts: afterUpgrade(after, host, this.target, returning),
      cost: add(beginning.cost, [stuck.length, down.length, moves.length]),
    };
  }

  /** undefined when that would take too long. */
  best(start: Beginning, rest: readonly string[]): Beginning | undefined {
    const budget = this.looked + exactBudget;
    let best: { readonly beginning: Beginning; readonly cost: Cost } | undefined;
    const visit = (beginning: Beginning, left: readonly string[]): void => {
      if (this.looked > budget) return;
      if (best !== undefined && compare(this.#atLeast(beginning, left), best.cost) >= 0) return;
      if (left.length === 0) {
        const cost = this.#whole(beginning);
        if (best === undefined || compare(cost, best.cost) < 0) best = { beginning, cost };
        return;
      }
      for (const host of this.#fewestGuestsFirst(beginning, left)) {
        visit(
          this.then(beginning, host),
          left.filter((other) => other !== host),
        );
      }
    };
    visit(start, rest);
    return this.looked > budget ? undefined : (best?.beginning ?? start);
  }

  beam(start: Beginning, rest: readonly string[]): Beginning {
    let beginnings: readonly Beginning[] = [start];
    for (let length = 0; length < rest.length; length++) {
      const longer = beginnings.flatMap((beginning) =>
        this.#candidates(beginning, leftOf(rest, beginning)).map((host) => this.then(beginning, host)),
      );
      const ranked = longer.map((beginning) => ({
        beginning,
        cost: this.#atLeast(beginning, leftOf(rest, beginning)),
      }));
      beginnings = ranked
        .sort((a, b) => compare(a.cost, b.cost))
        .slice(0, beamWidth)
        .map(({ beginning }) => beginning);
    }
    const ends = [...beginnings, this.#greedy(start, rest), this.#byOwnGuests(start, rest)];
    const [found = start] = ends.toSorted((a, b) => compare(this.#whole(a), this.#whole(b)));
    return found;
  }

  /** Always the host with the fewest guests at that moment. */
  #greedy(start: Beginning, rest: readonly string[]): Beginning {
    return rest.reduce((beginning) => {
      const [next] = this.#fewestGuestsFirst(beginning, leftOf(rest, beginning));
      return next === undefined ? beginning : this.then(beginning, next);
    }, start);
  }

  /** In the order of how many guests they had when the run began. */
  #byOwnGuests(start: Beginning, rest: readonly string[]): Beginning {
    const order = this.#fewestGuestsFirst({ ...start, hosts: this.model.hosts }, rest);
    return order.reduce((beginning, host) => this.then(beginning, host), start);
  }

  /** Those with the fewest guests at that moment, and those that had the fewest of their own. */
  #candidates(beginning: Beginning, left: readonly string[]): readonly string[] {
    const own = this.#fewestGuestsFirst({ ...beginning, hosts: this.model.hosts }, left);
    const now = this.#fewestGuestsFirst(beginning, left);
    return [...new Set([...now.slice(0, beamBreadth), ...own.slice(0, beamBreadth)])];
  }

  /** Ties as people count hosts, so that the same pool gives the same order. */
  #fewestGuestsFirst({ hosts }: Beginning, left: readonly string[]): readonly string[] {
    return hosts
      .filter(({ uuid }) => left.includes(uuid))
      .sort((a, b) => a.guests.length - b.guests.length || byNaturalName(a, b))
      .map(({ uuid }) => uuid);
  }

  /**
   * No less than this in the end: a guest that is at home on a host to come has to leave it and to come back, one that is away
   * has to come home. Where one goes down instead, or finds no place, that alone makes the order worse.
   */
  #atLeast({ hosts, cost }: Beginning, left: readonly string[]): Cost {
    let moves = 0;
    for (const { uuid, guests } of hosts) {
      const toCome = left.includes(uuid);
      for (const { home, goesDown, bound, isLeft } of guests) {
        if (goesDown !== undefined || bound !== undefined) continue;
        if (home !== uuid) moves += isLeft ? Number(toCome) : 1;
        else if (toCome) moves += isLeft ? 1 : 2;
      }
    }
    return add(cost, [0, 0, moves]);
  }

  #whole({ hosts, cost }: Beginning): Cost {
    return add(cost, [0, 0, homeward(hosts).goHome.length]);
  }
}

function leftOf(rest: readonly string[], { order }: Beginning): readonly string[] {
  return rest.filter((host) => !order.includes(host));
}

function add(left: Cost, right: Cost): Cost {
  return [left[0] + right[0], left[1] + right[1], left[2] + right[2]];
}

function compare(left: Cost, right: Cost): number {
  return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
}
