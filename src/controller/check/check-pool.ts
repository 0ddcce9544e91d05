/** What `check` says of a pool. */
import type { CheckReport } from '../../contract/checks.js';
import type { PlanningTools } from '../planning-tools.js';
import { examinePool, type Examined } from './examine-pool.js';

export type CheckRequest = Omit<Examined, 'by' | 'order' | 'only' | 'mode'>;

/** Looks, judges, changes nothing. @throws POOL_UNKNOWN, POOL_UNREADABLE, MEDIA_NOT_FOUND_FOR_RUN */
export async function checkPool(tools: PlanningTools, request: CheckRequest): Promise<CheckReport> {
  const { report } = await examinePool(tools, { ...request, by: 'a check' });
  return report;
}
