/** A small life of a media server's state, the same each time: what a writer that is killed must have kept of it. */
import { join } from 'node:path';
import {
  activityEntrySchema,
  type ActivityEntry,
  type RequestOutcome,
} from '../../src/servers/activity/activity-entry.js';
import { ActivityJournal } from '../../src/servers/activity/activity-journal.js';
import { grantEntrySchema, type GrantEntry } from '../../src/servers/grants/grant-record.js';
import { GrantRegistry } from '../../src/servers/grants/grant-registry.js';
import { openFileLog } from '../../src/servers/storage/file-log.js';
import { memoryLog, type RecordLog } from '../../src/servers/storage/record-log.js';
import type { Clock } from '../../src/shared/clock.js';
import { DrydockError } from '../../src/shared/errors/drydock-error.js';
import { silentLogger } from '../../src/shared/logger.js';
import { grantRequest } from './servers-http.js';

const pools = ['pool1', 'pool2'] as const;

export interface StoryState {
  readonly grants: GrantRegistry;
  readonly activity: ActivityJournal;
}

/** One thing that somebody asks for; when it has resolved, somebody was told that it is done. */
export type Step = (state: StoryState) => Promise<unknown>;

class StoryClock implements Clock {
  time = 1000;
  now(): number {
    return this.time;
  }
  sleep(): Promise<void> {
    return Promise.resolve();
  }
}

export const storyClock = new StoryClock();

export function openStory(grantLog: RecordLog<GrantEntry>, activityLog: RecordLog<ActivityEntry>): StoryState {
  let drawn = 7;
  const random = (size: number): Uint8Array => new Uint8Array(size).map(() => (drawn = (drawn * 31 + 7) % 251));
  return {
    grants: new GrantRegistry(grantLog, storyClock, random),
    activity: new ActivityJournal(activityLog, storyClock, silentLogger),
  };
}

const outcome = (grant: string, path: string, more: Partial<RequestOutcome> = {}): RequestOutcome => ({
  ...{ at: storyClock.now(), grant, state: 'armed', protocol: 'http', client: '192.0.2.1', path, role: 'package' },
  ...{ status: 200, bytes: 10, size: 10, complete: true },
  ...more,
});

const change =
  (id: string, state: 'closed' | 'armed' | 'ended', epoch: number): Step =>
  ({ grants }) =>
    grants.change(id, { state, epoch, ...(state === 'ended' ? { reason: 'proven' } : {}) });

const request =
  (grant: string, path: string, more: Partial<RequestOutcome> = {}): Step =>
  async ({ activity }) => {
    activity.done(null, outcome(grant, path, more));
    await activity.sync();
  };

export const story: readonly Step[] = [
  ({ grants }) => grants.create(grantRequest({ id: 'one' })),
  request('one', 'boot/vmlinuz', { role: 'boot', state: 'staging' }),
  change('one', 'closed', 1),
  ({ grants }) => grants.create(grantRequest({ id: 'other', pool: 'pool2', epoch: 4 })),
  change('one', 'armed', 2),
  request('one', '.treeinfo', { role: 'discovery' }),
  async ({ activity }) => {
    activity.begun('w-1', outcome('one', 'Packages/large.rpm', { bytes: 0, complete: false }));
    await activity.sync();
  },
  request('one', 'Packages/a.rpm'),
  // A controller that took over raises the fence, with a request that changes nothing.
  ({ grants }) => grants.change('one', { state: 'armed', epoch: 5 }),
  async ({ activity }) => {
    activity.done('w-1', outcome('one', 'Packages/large.rpm'));
    await activity.sync();
  },
  request('one', 'Packages/b.rpm', { complete: false, bytes: 3 }),
  change('one', 'ended', 5),
  change('other', 'ended', 4),
];

/** Everything that a restart must know again. The state is used up: asking for the fences moves them. */
export async function seenOf({ grants, activity }: StoryState): Promise<unknown> {
  const watched = { state: 'armed', stateSince: 0, armedAt: null, expectation: undefined } as const;
  const seen = {
    grants: grants.list(),
    records: (await activity.page(0)).records,
    last: activity.lastSequence,
    // The rate is that of the last seconds, and not kept.
    progress: { ...activity.progress('one', undefined, watched), rate: 0 },
  };
  return { ...seen, fences: await Promise.all(pools.map((pool) => fenceOf(grants, pool))) };
}

/** The lowest epoch that is let through. */
async function fenceOf(grants: GrantRegistry, pool: string): Promise<number> {
  for (let epoch = 0; ; epoch++) {
    try {
      await grants.create(grantRequest({ id: `fence.${pool}`, pool, epoch }));
      return epoch;
    } catch (error) {
      if (!(error instanceof DrydockError && error.code === 'GRANT_STALE_EPOCH')) throw error;
    }
  }
}

/** What is known after each record, oldest first, of both logs together. */
export async function storyAfterEachWrite(): Promise<readonly Write[]> {
  const grants: GrantEntry[] = [];
  const activity: ActivityEntry[] = [];
  const writes: Write[] = [];
  const noted = <T>(records: T[], log: Write['log']): RecordLog<T> => ({
    ...memoryLog(records),
    append: (record) => {
      records.push(record);
      writes.push({ log, grants: [...grants], activity: [...activity] });
    },
  });
  const state = openStory(noted(grants, 'grants'), noted(activity, 'activity'));
  for (const step of story) await step(state);
  return writes;
}

export interface Write {
  readonly log: 'grants' | 'activity';
  /** All records so far, this one among them. */
  readonly grants: readonly GrantEntry[];
  readonly activity: readonly ActivityEntry[];
}

/** What a media server knows that finds these records and nothing else. */
export function knownFrom(grants: readonly GrantEntry[], activity: readonly ActivityEntry[]): Promise<unknown> {
  return seenOf(openStory(memoryLog([...grants]), memoryLog([...activity])));
}

/** What one knows that finds these files. */
export async function knownFromFiles(folder: string): Promise<unknown> {
  const { grantLog, activityLog } = storyLogs(folder);
  try {
    return await seenOf(openStory(grantLog, activityLog));
  } finally {
    grantLog.close();
    activityLog.close();
  }
}

export function storyLogs(folder: string): { grantLog: RecordLog<GrantEntry>; activityLog: RecordLog<ActivityEntry> } {
  return {
    grantLog: openFileLog({ path: join(folder, 'grants.log'), schema: grantEntrySchema, onDamage: 'refuse' }),
    activityLog: openFileLog({ path: join(folder, 'activity.log'), schema: activityEntrySchema, onDamage: 'skip' }),
  };
}
