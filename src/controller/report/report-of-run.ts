/** Gathers what a report is made of: the pool as it is now and the medium's passport, beside what the journal holds. */
import type { PoolFacts } from '../facts/pool-facts.js';
import type { MediaAccess } from '../media-access.js';
import type { PoolPort } from '../pool/pool-port.js';
import { makeReport, type ReportInput } from './make-report.js';
import { passportOf } from './passport.js';
import type { ReportDocument } from './report-document.js';

export interface ReportSources extends Pick<ReportInput, 'plan' | 'records' | 'status'> {
  readonly media: Pick<MediaAccess, 'open'>;
  readonly openPool: () => Promise<PoolPort>;
}

/** What cannot be read is said in the report; it never fails for that. */
export async function reportOfRun({ media, openPool, ...input }: ReportSources): Promise<ReportDocument> {
  const [passport, final] = await Promise.all([
    media.open(input.plan.medium.id).then(passportOf, () => null),
    poolNow(openPool),
  ]);
  return makeReport(final === undefined ? { ...input, passport } : { ...input, passport, final });
}

async function poolNow(openPool: ReportSources['openPool']): Promise<PoolFacts | undefined> {
  const port = await openPool().catch(() => undefined);
  if (port === undefined) return undefined;
  const { pool } = await port.observe();
  await port.close();
  return pool.known ? pool.value : undefined;
}
