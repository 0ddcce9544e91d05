/** The controller: its journal, a hundred pools at once, and how soon it is in control again. */
import { journalRows } from './controller/journal.js';
import { manyPoolsRows } from './controller/many-pools.js';
import { rereadRow, restartRow } from './controller/restart.js';
import type { Bench, BenchRow } from './rows.js';

export const controllerBench: Bench = {
  name: 'controller',
  run: async (folder, tell) => {
    const rows: BenchRow[] = [];
    const add = (more: readonly BenchRow[]): void => {
      more.forEach(tell);
      rows.push(...more);
    };
    add(await journalRows(folder));
    add([await restartRow()]);
    add(await manyPoolsRows(folder));
    add([await rereadRow(folder)]);
    return rows;
  },
};
