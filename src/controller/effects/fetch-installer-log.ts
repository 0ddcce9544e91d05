/** Brings the installer's log of a host that is back to where the run keeps its files, without the secrets that stand in it. */
import { join } from 'node:path';
import { makeFolderDurably, writeFileDurably } from '../../shared/durable-files.js';
import { fetchLog } from '../shell/fetch-log.js';
import { actWasDone, minutes, nothing, type Effect } from './effect.js';
import { askHost } from './inside-tools.js';
import { detailNumber, detailText, hostName } from './request-detail.js';
import { repeatable } from './retry-class.js';

export const fetchInstallerLog: Effect = {
  name: 'fetch-installer-log',
  describe: (request) => `fetch the installer’s log from ${hostName(request)}`,
  refuses: nothing,
  act: async (request, tools) => {
    await askHost(request, tools, async (ask, { logFolder }) => {
      const log = await fetchLog(ask, hostName(request), detailNumber(request, 'since'));
      await makeFolderDurably(logFolder, 0o700);
      await writeFileDurably(join(logFolder, detailText(request, 'file')), log, 0o600);
    });
    return { handle: null };
  },
  confirm: (_request, view) => actWasDone(view),
  deadline: 10 * minutes,
  retry: repeatable('it reads, and replaces its own file'),
};
