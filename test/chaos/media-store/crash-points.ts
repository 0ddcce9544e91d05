/** Runs one action of the store with a fault at each change of the disk in turn, and says what a fresh start then sees. */
import { expect } from 'chai';
import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { listMedia } from '../../../src/media/list-media.js';
import { openCatalogue } from '../../../src/media/store/open-catalogue.js';
import { mediaStore } from '../../../src/media/store/media-store.js';
import { openStaging } from '../../../src/media/store/staging.js';
import type { StoreFiles } from '../../../src/media/store/store-files.js';
import { verifyMedium } from '../../../src/media/verify-medium.js';
import { DrydockError } from '../../../src/shared/errors/drydock-error.js';
import {
  failingDisk,
  ProcessStopped,
  type DiskChange,
  type Fault,
  type FaultKind,
} from '../../support/media-failing-disk.js';

export interface CrashScenario {
  readonly name: string;
  /** Makes the store as it is before the action; the folder exists and is empty. */
  prepare(mediaCache: string): Promise<void>;
  /** @param files undefined for the machine's own disk */
  act(mediaCache: string, files: StoreFiles | undefined): Promise<unknown>;
  /** Which of the allowed states a fresh start sees; fails on any other. */
  look(mediaCache: string): Promise<string>;
  /** What is there when the action was done. */
  readonly done: string;
  /** The state in which doing it again would be no new action; then it is only tidied up. */
  readonly untouched?: string;
  /** Changes that another scenario makes as well: faults at them are planted only when all are. */
  readonly leavesOut?: RegExp;
  /** Where the same is true of nearly all: of how many changes one is made to go wrong when not all are. */
  readonly every?: number;
  /** Published media may be damaged before the action is done. */
  readonly isDamaged?: true;
}

export interface CrashPoint {
  readonly operation: string;
  readonly kind: FaultKind;
  readonly outcome: string;
}

export interface CrashRun {
  readonly folder: string;
  /** Which faults to plant at the k-th of the changes; the same kind twice is planted with two seeds. */
  readonly kindsAt: (at: number, changes: readonly string[]) => readonly FaultKind[];
  /** Whether to do the whole action again after the fault at k, and not only to tidy up. */
  readonly repeatsAt: (at: number) => boolean;
  readonly skips?: (change: DiskChange) => boolean;
}

/** Changes of the disk that the action makes when nothing goes wrong, and what became of it at each fault. */
export async function crashPoints(
  scenario: CrashScenario,
  run: CrashRun,
): Promise<{ readonly changes: readonly string[]; readonly points: readonly CrashPoint[] }> {
  const template = join(run.folder, 'template');
  await mkdir(template);
  await scenario.prepare(template);
  const changes = await changesOf(scenario, run, template);
  const points: CrashPoint[] = [];
  for (let at = 0; at < changes.length; at++) {
    for (const [turn, kind] of run.kindsAt(at, changes).entries())
      points.push(await crashPoint(scenario, run, template, { kind, at, changes, seed: at * 16 + turn }));
  }
  await rm(template, { recursive: true });
  return { changes, points };
}

async function changesOf(scenario: CrashScenario, run: CrashRun, template: string): Promise<string[]> {
  const cache = join(run.folder, 'whole');
  await cp(template, cache, { recursive: true });
  const disk = await failingDisk(cache, undefined, run.skips);
  await scenario.act(cache, disk);
  expect(await scenario.look(cache), `${scenario.name} without a fault`).to.equal(scenario.done);
  await rm(cache, { recursive: true });
  return disk.changes.map((change) => describeChange(change, cache));
}

interface PlannedFault {
  readonly kind: FaultKind;
  readonly at: number;
  /** As they came when nothing went wrong. */
  readonly changes: readonly string[];
  readonly seed: number;
}

/**
 * The k-th change is the n-th of those that are alike: where several are under way at once, which of them is the k-th differs
 * from run to run, and a fault would miss what it was meant for.
 */
function faultAt({ kind, at, changes, seed }: PlannedFault, cache: string): Fault {
  const alike = (operation: string): boolean => operation === changes[at];
  const amongThose = (change: DiskChange): boolean => alike(describeChange(change, cache));
  return { kind, seed, at: { amongThose, at: changes.slice(0, at).filter(alike).length } };
}

async function crashPoint(
  scenario: CrashScenario,
  run: CrashRun,
  template: string,
  fault: PlannedFault,
): Promise<CrashPoint> {
  const cache = join(run.folder, `${fault.seed}-${fault.kind}`);
  await cp(template, cache, { recursive: true });
  const disk = await failingDisk(cache, faultAt(fault, cache), run.skips);
  const { error, unhandled } = await watched(() => scenario.act(cache, disk));
  await disk.settle();
  const operation = disk.failed === undefined ? 'none' : describeChange(disk.failed, cache);
  const where = `${scenario.name}: ${fault.kind} at change ${fault.at}, ${operation} (seed ${fault.seed})`;
  requireExpectedError(error, fault.kind, where);
  expect(unhandled, `${where}: rejections that nobody handles, which would end the process`).to.deep.equal([]);
  const outcome = await stateOf(scenario, cache, where);
  await startAgain(scenario, cache, outcome, run.repeatsAt(fault.at), where);
  await rm(cache, { recursive: true });
  return { operation, kind: fault.kind, outcome };
}

async function watched(act: () => Promise<unknown>): Promise<{ error: unknown; unhandled: readonly unknown[] }> {
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => void unhandled.push(reason);
  process.on('unhandledRejection', note);
  try {
    const error = await act().then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    // Node tells of them once the promises that were settled meanwhile had their turn.
    await setImmediate();
    return { error, unhandled };
  } finally {
    process.off('unhandledRejection', note);
  }
}

/** A failing disk is told as such; a dead process tells nothing. An action may also end well, where only tidying failed. */
function requireExpectedError(error: unknown, kind: FaultKind, where: string): void {
  if (error === undefined) return;
  if (kind === 'stop' || kind === 'power-cut') {
    const cause = error instanceof DrydockError ? error.details.cause : error;
    expect(cause, where).to.be.instanceOf(ProcessStopped);
  } else {
    expect(error, where).to.be.instanceOf(DrydockError);
    const { code } = error as DrydockError;
    expect(code, where).to.equal(kind === 'disk-full' ? 'DISK_FULL' : 'FILE_WRITE_FAILED');
  }
}

/** The state that list, catalogue and aliases agree on; every published medium is whole. */
async function stateOf(scenario: CrashScenario, cache: string, where: string): Promise<string> {
  try {
    const media = await listMedia({ mediaCache: cache });
    expect(await openCatalogue(cache).list()).to.deep.equal(media.map(({ manifest }) => manifest.id));
    for (const { manifest } of scenario.isDamaged === true ? [] : media) {
      const report = await verifyMedium({ mediaCache: cache, id: manifest.id });
      expect(report).to.deep.include({ damaged: [], missing: [], extra: [] });
    }
    return await scenario.look(cache);
  } catch (error) {
    throw new Error(`${where}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

async function startAgain(
  scenario: CrashScenario,
  cache: string,
  outcome: string,
  repeats: boolean,
  where: string,
): Promise<void> {
  const onlyTidies = !repeats && outcome === scenario.untouched;
  if (onlyTidies) await (await openStaging(mediaStore(cache), {})).close();
  else if (outcome !== scenario.done || repeats) await scenario.act(cache, undefined);
  expect(await stateOf(scenario, cache, where), where).to.equal(onlyTidies ? outcome : scenario.done);
  await requireTidy(cache, where);
}

/** After the next action of any kind that begins an import, nothing half-made lies about. */
async function requireTidy(cache: string, where: string): Promise<void> {
  await (await openStaging(mediaStore(cache), {})).close();
  const store = mediaStore(cache);
  expect(await readdir(store.staging), `${where}: left in staging`).to.deep.equal([]);
  const names = (await readdir(store.root, { recursive: true })).filter((name) => name.endsWith('.tmp'));
  expect(names, `${where}: left in the store`).to.deep.equal([]);
}

/** The change without what differs from run to run. */
export function describeChange({ kind, path }: DiskChange, cache: string): string {
  const place = relative(cache, path)
    .replace(/^v1\/?/, '')
    .replace(/^staging\/[0-9a-f]{16}/, 'staging/*')
    .replace(/(^|\/)\.[0-9a-f]+\.tmp$/, '$1*.tmp')
    .replace(/tree\/.*/, 'tree/…');
  return `${kind} ${place === '' ? 'the store' : place}`;
}
