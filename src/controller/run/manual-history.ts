/** What the journal tells of a host that is upgraded by hand: handed over to a person, away, and back without having been rebooted. */
import type { HostFacts } from '../facts/pool-facts.js';
import { detailNumber } from '../effects/request-detail.js';
import { lastAttempt, note, type Ledger, type Note } from './ledger.js';
import type { RebootBaseline } from './returned.js';

export interface HandOver extends RebootBaseline {
  readonly at: number;
  readonly sequence: number;
  /** Boot times of the other hosts then, by uuid: a person may go to the wrong machine. */
  readonly others: Readonly<Record<string, number>>;
}

export function handOverOf(ledger: Ledger, host: string): HandOver | undefined {
  const given = note(ledger, 'handed-over', host);
  return given === undefined
    ? undefined
    : { at: given.at, sequence: given.sequence, ...baselineOfNote(given), others: othersOf(given) };
}

/** It has been seen to go down since it was handed over, and not to have come back without a reboot. */
export function isAwayByHand(ledger: Ledger, host: string): boolean {
  const left = note(ledger, 'left-by-hand', host)?.sequence ?? 0;
  return (
    left > (note(ledger, 'still-here', host)?.sequence ?? 0) && left > (handOverOf(ledger, host)?.sequence ?? left)
  );
}

/** What its return is judged by: the reading before a reboot of our own, or the one it was handed over with. */
export function baselineByHand(ledger: Ledger, host: string): RebootBaseline | undefined {
  const reboot = lastAttempt(ledger, 'reboot-host', host);
  if (reboot === undefined) return handOverOf(ledger, host);
  return {
    bootTime: detailNumber(reboot.request, 'bootTime'),
    agentStartTime: detailNumber(reboot.request, 'agentStartTime'),
    serverTime: detailNumber(reboot.request, 'serverTime'),
  };
}

/** The host itself answers, with the system that ran when it was handed over: nothing has been begun. */
export function stillRuns(host: HostFacts, before: RebootBaseline): boolean {
  return host.live === true && host.serverTime !== null && host.bootTime === before.bootTime;
}

function baselineOfNote({ detail }: Note): RebootBaseline {
  const number = (name: string): number => (typeof detail[name] === 'number' ? detail[name] : 0);
  return {
    bootTime: number('bootTime'),
    agentStartTime: number('agentStartTime'),
    serverTime: number('serverTime'),
  };
}

function othersOf({ detail }: Note): Readonly<Record<string, number>> {
  const others = detail['others'];
  if (typeof others !== 'object' || others === null) return {};
  return Object.fromEntries(
    Object.entries(others).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );
}
