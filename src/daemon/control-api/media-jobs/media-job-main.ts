/** The process of one import or verification: told what to do in its standard input, ended by a signal, gone when it is done. */
import { text } from 'node:stream/consumers';
import { documentOf } from '../../../contract/error-document.js';
import type { MediaJobProgress } from '../../../contract/api/media-jobs.js';
import { importMedia } from '../../../media/import-media.js';
import { requireUndamaged, verifyMedium } from '../../../media/verify-medium.js';
import { DrydockError } from '../../../shared/errors/drydock-error.js';
import { jobOrderSchema, type JobMessage, type JobOrder } from './job-messages.js';

const cancelled = new AbortController();
const cancel = (): void => cancelled.abort(new DrydockError('INTERRUPTED', { attempted: 'working on a medium' }));
process.on('SIGTERM', cancel).on('SIGINT', cancel).on('SIGHUP', cancel);
// The controller may end before it: what is published is published, whoever hears of it.
process.stdout.on('error', () => undefined);

/** Often enough for a bar, and seldom enough that it costs nothing. */
const tellEvery = 200;
let toldAt = 0;
let toldPhase = '';

try {
  tell(await carryOut(jobOrderSchema.parse(JSON.parse(await text(process.stdin)))));
} catch (error) {
  tell({ kind: 'failed', error: { ...documentOf(error, 'working on a medium') } });
  process.exitCode = 1;
}

async function carryOut(order: JobOrder): Promise<JobMessage> {
  const { signal } = cancelled;
  if (order.kind === 'verify') {
    const { mediaCache, id } = order;
    const report = await verifyMedium({
      ...{ mediaCache, id, signal },
      onProgress: (progress) => tellProgress({ phase: 'hashing', ...progress }),
    });
    requireUndamaged(report);
    return { kind: 'done', medium: report.id, alreadyPresent: false };
  }
  const { summary, alreadyPresent } = await importMedia({ ...order, signal, onProgress: tellProgress });
  return { kind: 'done', medium: summary.id, alreadyPresent };
}

function tellProgress(progress: MediaJobProgress): void {
  const now = Date.now();
  if (progress.phase === toldPhase && now - toldAt < tellEvery) return;
  toldAt = now;
  toldPhase = progress.phase;
  tell({ kind: 'progress', progress });
}

function tell(message: JobMessage): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
