/** The plan for 10,000 hosts at 50 sites: what one simulated pool writes down, made as many, read and listed; and what follows from it. */
import { postgresPrograms } from '../support/journal/postgres-server.js';
import { row, type Bench, type BenchRow, type PeerFigure } from './rows.js';
import { journalInDatabase } from './scale/journal-in-database.js';
import { journalInFile } from './scale/journal-in-file.js';
import { scalePlan, type ScalePlan, type Wanted } from './scale/model.js';
import { upgradeOnePool } from './scale/one-run.js';

export const wanted: Wanted = {
  ...{ hosts: 10_000, sites: 50, hostsInPool: 16, waves: [2, 63, 250, 310], poolsAtOnce: 200, hostsAtOnce: 200 },
  // The middle of src/releases/typical-times.ts and of the simulation with them; a medium of XCP-ng 8.3.
  ...{ windowHours: 10, minutesForHost: 50, mediumBytes: 700e6, leaseSeconds: 30 },
};

/** `npm run bench -- controller`: 100 pools at work took 0.43 of a core. */
const poolsOfController = 100;
const none: PeerFigure = { name: 'a size', missing: 'nothing beside it' };

export const scaleBench: Bench = {
  name: 'scale',
  run: async (folder, tell) => {
    const rows: BenchRow[] = [];
    const add = (
      name: string,
      unit: string,
      value: number,
      better: 'less' | 'more' = 'less',
      limit: PeerFigure = none,
    ): void => {
      const made = row({ case: name, unit, better }, value, limit);
      tell(made);
      rows.push(made);
    };
    const { records, figures } = await upgradeOnePool(wanted.hostsInPool);
    const pools = wanted.hosts / wanted.hostsInPool;
    add('records of a host', 'records', figures.records / figures.hosts);
    add('bytes of a record, as JSON', 'bytes', figures.bytes / figures.records);
    add('bytes of a plan of 16 hosts', 'bytes', figures.planBytes);
    add('notifications of a host, to a channel that wants all', 'events', figures.events / figures.hosts);
    const file = await journalInFile(folder, records, pools);
    add(`journal of ${pools} runs in a file`, 'MB', file.fileBytes / 1e6);
    add(`read and proven: ${file.records} records, SQLite`, 's of a core', file.secondsToRead);
    add('its copy in memory', 'MB', file.memoryBytes / 1e6);
    add(`list of ${pools} runs, the first`, 's of a core', file.secondsOfFirstList);
    add(`list of ${pools} runs, the next`, 's of a core', file.secondsOfList);
    add(`list of ${pools} runs`, 'MB', file.listBytes / 1e6);
    if (postgresPrograms() === undefined) {
      console.error('PostgreSQL is not installed: its rows and the plan are left out');
      return rows;
    }
    const database = await journalInDatabase(records, pools);
    add(`journal of ${pools} runs in PostgreSQL`, 'MB', database.databaseBytes / 1e6);
    add('read and proven, PostgreSQL', 's', database.secondsToRead);
    add('records committed by one controller', 'records/s', database.commits, 'more');
    add('records committed by four controllers', 'records/s', database.commitsOfFour, 'more');
    add(`${pools} leases renewed`, 's', database.secondsToRenew, 'less', {
      name: 'one after the other',
      value: database.secondsToRenewEach,
    });
    add(`${pools} leases renewed, 20 ms from the database`, 's', database.secondsToRenewFar);
    add(`${pools} leases listed`, 's', database.secondsToList, 'less', {
      name: 'each asked for alone',
      value: database.secondsToAskEach,
    });
    const plan = scalePlan(wanted, {
      recordsForHost: figures.records / figures.hosts,
      bytesOfRecord: database.databaseBytes / file.records,
      notificationsForHost: figures.events / figures.hosts,
      recordsReadInSecond: file.records / database.secondsToRead,
      commitsInSecond: database.commits,
      secondsToRenew: database.secondsToRenew,
      poolsOfController,
    });
    for (const [name, unit, value] of planned(plan)) add(`plan: ${name}`, unit, value);
    return rows;
  },
};

function planned(plan: ScalePlan): readonly (readonly [name: string, unit: string, value: number])[] {
  return [
    ['pools', 'pools', plan.pools],
    ['hosts in a night, at most', 'hosts', plan.hostsInNight],
    ['nights', 'nights', plan.nights],
    ['controllers', 'controllers', plan.controllers],
    ['records', 'records', plan.records],
    ['journal', 'MB', plan.journalBytes / 1e6],
    ['records in a second', 'records/s', plan.recordsInSecond],
    ['of what the database commits', '%', 100 * plan.shareOfCommits],
    ['of the time for renewals', '%', 100 * plan.shareOfRenewals],
    ['reading at the start of a controller', 's', plan.secondsToRead],
    ['notifications', 'events', plan.notifications],
    ['media to a site, without a copy there', 'GB', plan.centralBytesOfSite / 1e9],
    ['media to a site, with one', 'GB', plan.mirroredBytesOfSite / 1e9],
  ];
}
