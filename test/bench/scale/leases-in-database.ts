/** What leases cost on a real PostgreSQL server: all renewed with one question, near and far, and listed; and each alone, as before. */
import type { Leases } from '../../../src/journal/leases.js';
import { postgresLeases } from '../../../src/journal/postgres/postgres-leases.js';
import { CutProxy } from '../../support/journal/cut-proxy.js';
import type { PostgresServer } from '../../support/journal/postgres-server.js';

export interface LeaseFigures {
  /** All leases renewed with one question, and one after the other, as before. */
  readonly secondsToRenew: number;
  readonly secondsToRenewEach: number;
  /** With one question, where each takes 20 ms to the database. */
  readonly secondsToRenewFar: number;
  /** All leases listed, and every one of them asked for alone, as before. */
  readonly secondsToList: number;
  readonly secondsToAskEach: number;
}

const renewals = 20;
const distance = 20;

export async function leasesInDatabase(server: PostgresServer, pools: number): Promise<LeaseFigures> {
  const given = { ...server.options(), lasts: 600_000 };
  const [mine, other] = [postgresLeases({ ...given, holder: 'one' }), postgresLeases({ ...given, holder: 'other' })];
  const subjects = Array.from({ length: pools }, (_, index) => `pool-${index}`);
  for (const subject of subjects) await mine.take(subject);
  const told = JSON.stringify({ reason: 'evacuates xs-1: 3 of 12 guests have left' });
  const held = subjects.map((subject) => ({ subject, epoch: 1, told }));
  const renew = async (leases: Leases): Promise<number> => {
    const renewing = performance.now();
    for (let count = 0; count < renewals; count++) await leases.renew(held);
    return since(renewing) / renewals;
  };
  const secondsToRenew = await renew(mine);
  const proxy = await CutProxy.before(server.port);
  proxy.slow(distance);
  const far = postgresLeases({ ...given, ...server.options('drydock', proxy.port), holder: 'one' });
  const secondsToRenewFar = await renew(far);
  await far.close();
  await proxy.end();
  const each = performance.now();
  for (const lease of held) await mine.renew([lease]);
  const secondsToRenewEach = since(each);
  const listing = performance.now();
  await other.list();
  const secondsToList = since(listing);
  const asking = performance.now();
  for (const subject of subjects) await other.take(subject);
  const secondsToAskEach = since(asking);
  await Promise.all([mine.close(), other.close()]);
  return { secondsToRenew, secondsToRenewEach, secondsToRenewFar, secondsToList, secondsToAskEach };
}

function since(began: number): number {
  return (performance.now() - began) / 1000;
}
