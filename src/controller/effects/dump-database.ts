/**
 * Saves the pool's database before anything is changed. It must come first: once versions differ the pool answers
 * with a stub without rows (xapi.md, fact 5), which the port refuses as incomplete.
 */
import { join } from 'node:path';
import { confirmed, failed, minutes, type Effect } from './effect.js';
import { repeatable } from './retry-class.js';
import { detailText } from './request-detail.js';

export const dumpDatabase: Effect = {
  name: 'dump-database',
  describe: () => "save the pool's database",
  refuses: (_request, view) =>
    view.pool?.rollingUpgradeFlag === true ? 'versions differ in the pool: it would give an empty database' : undefined,
  act: async (request, tools) => {
    await tools.pool.dumpDatabase(join(tools.dumpFolder, detailText(request, 'file')));
    return { handle: null };
  },
  // The port has parsed and synced the file before it returns; there is nothing else to observe.
  confirm: (_request, view) =>
    view.actedAt === null ? failed('the controller ended while it saved the database') : confirmed,
  deadline: 15 * minutes,
  retry: repeatable('each attempt writes a file of its own name'),
};
