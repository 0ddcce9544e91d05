/** What a request to change a grant leads to, decided without doing it. */
import { grantTransitions, type ChangeGrant } from '../../contract/grants.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { GrantRecord } from './grant-record.js';

/** A staging grant without a given lifetime closes by itself after this: `main` copies some 300 MB over a slow link. */
const defaultStagingLifetime = 60 * 60 * 1000;

/**
 * The grant after the change; the same object when it has the state already.
 * @throws GRANT_TRANSITION_REFUSED
 */
export function changed(record: GrantRecord, change: ChangeGrant, now: number): GrantRecord {
  if (record.state === change.state) return record;
  if (!grantTransitions[record.state].includes(change.state)) throw refused(record, change);
  return {
    ...record,
    state: change.state,
    epoch: change.epoch,
    stateSince: now,
    expiresAt: change.state === 'staging' ? now + (change.lifetime ?? defaultStagingLifetime) : null,
    armedAt: change.state === 'armed' ? now : record.armedAt,
    reason: change.reason ?? null,
  };
}

function refused(record: GrantRecord, change: ChangeGrant): DrydockError {
  return new DrydockError('GRANT_TRANSITION_REFUSED', {
    attempted: `changing a grant to ${change.state}`,
    subject: record.id,
    expected: [record.state, ...grantTransitions[record.state]].join(', '),
    found: change.state,
    data: { state: record.state },
  });
}
