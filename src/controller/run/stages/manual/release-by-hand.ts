/**
 * Takes a host back that was handed over and not touched: only when a person says so by its name (skip, give-up), since its
 * address is armed and he alone knows that nothing is being installed from it.
 */
import type { PlannedHost } from '../../../planning/plan.js';
import type { Decision, TurnInput } from '../../decision.js';
import { grantOf } from '../../host-grant.js';
import { handOverOf } from '../../manual-history.js';
import type { Command } from '../../ledger.js';
import { begin, poolOf } from '../../turn-context.js';
import { noticeLeaving } from './notice-leaving.js';
import { waitForPersonAt } from './reminders.js';

/** Ends the armed address of a host that waits for a person; undefined where there is none to end. */
export function endByName(input: TurnInput, host: PlannedHost, command: Command): Decision | undefined {
  const grant = grantOf(input, host.uuid);
  if (input.plan.mode !== 'manual' || grant?.state !== 'armed') return undefined;
  // Somebody may have gone to the console between the word and this turn.
  const left = noticeLeaving(input, host, poolOf(input));
  if (left !== undefined) return left;
  const reason = `${command.command} by ${command.by}`;
  const detail = { name: host.name, grant: grant.id, epoch: input.ledger.epoch, reason };
  return begin(input, { effect: 'end-grant', key: host.uuid, detail }, host.uuid);
}

/** In an abort: waits for that word. undefined where the host was not handed over, or is nobody's any more. */
export function awaitWord(input: TurnInput, host: PlannedHost): Decision | undefined {
  if (input.plan.mode !== 'manual' || grantOf(input, host.uuid)?.state !== 'armed') return undefined;
  if (handOverOf(input.ledger, host.uuid) === undefined) return undefined;
  const left = noticeLeaving(input, host, poolOf(input));
  if (left !== undefined) return left;
  const word = input.ledger.commands.findLast(
    ({ command, detail, sequence }) =>
      command === 'give-up' && detail['host'] === host.uuid && sequence > input.ledger.stateSequence,
  );
  if (word !== undefined) return endByName(input, host, word);
  const { run } = input.plan;
  return waitForPersonAt(
    host,
    `the abort waits for your word, since ${host.name} may be in the installer: drydock upgrade give-up ${run} --host ${host.name} --reason "nothing was begun"`,
    null,
  );
}
