/** Opens the outbox of notifications. One that is damaged is put aside: what it held is lost and said, and runs go on. */
import { existsSync, renameSync, rmSync } from 'node:fs';
import { openSqliteOutbox } from '../../controller/notify/sqlite-outbox.js';
import type { Outbox } from '../../controller/notify/outbox.js';
import type { Clock } from '../../shared/clock.js';
import { describeCause } from '../../shared/errors/drydock-error.js';
import type { Logger } from '../../shared/logger.js';

export function openOutbox(file: string, clock: Clock, log: Logger): Outbox {
  try {
    return openSqliteOutbox(file);
  } catch (error) {
    const aside = `${file}.damaged-${new Date(clock.now()).toISOString().replaceAll(/[:.]/g, '-')}`;
    log.error(
      { file, aside, problem: describeCause(error) },
      'the outbox of notifications is damaged and was put aside',
    );
    if (existsSync(file)) renameSync(file, aside);
    for (const ending of ['-wal', '-shm']) rmSync(`${file}${ending}`, { force: true });
    return openSqliteOutbox(file);
  }
}
