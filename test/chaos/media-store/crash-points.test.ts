import { expect } from 'chai';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { faultKinds, type DiskChange, type FaultKind } from '../../support/media-failing-disk.js';
import type { StoreFiles } from '../../../src/media/store/store-files.js';
import { crashPoints, type CrashScenario } from './crash-points.js';
import { crashRows, readCrashTable, recordScenario, type CrashRow } from './crash-table.js';
import { crashScenarios, scenarioNames } from './scenarios.js';

/**
 * `all`: every kind of fault at every change, and the whole action again after each. `record`: every kind of fault at every
 * change, and what was seen becomes the table (then `npm run docs`).
 */
const wish = process.env['DRYDOCK_CRASH_POINTS'];
const thorough = wish === 'all' || wish === 'record';
const howToRecord =
  'the crash table is recorded anew by DRYDOCK_CRASH_POINTS=record npx mocha test/chaos/media-store, then npm run docs';

describe('A disk that goes wrong at its k-th change, for every k', function () {
  this.timeout(900_000);
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drydock-crash-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  for (const name of scenarioNames) {
    it(`${name}: nothing or the whole, and the next start is clean`, async () => {
      const scenario = (await crashScenarios(folder)).find((one) => one.name === name);
      if (scenario === undefined) throw new Error(`no scenario ${name}`);
      const { changes, points } = await crashPoints(scenario, {
        folder: await mkdtemp(join(folder, 'scenario-')),
        kindsAt: (at, changes) => (thorough ? manyKinds : someKinds)(at, changes, scenario),
        repeatsAt: (at) => wish === 'all' || at % 24 === 0,
      });
      const rows = crashRows(changes, points);
      if (wish === 'record') recordScenario(name, rows);
      compareWithTable(readCrashTable()[name] ?? [], rows);
    });
  }

  describe('is noticed by this test where the store', () => {
    const atEnd =
      (wanted: RegExp) =>
      ({ path, kind }: DiskChange): boolean =>
        kind === 'sync' && wanted.test(path);

    async function importScenario(): Promise<CrashScenario> {
      const [scenario] = await crashScenarios(folder);
      if (scenario === undefined) throw new Error('no scenario');
      return scenario;
    }

    /** The power is cut at each of the last few changes, three times. */
    async function crash(scenario: CrashScenario, skips: (change: DiskChange) => boolean): Promise<unknown> {
      return crashPoints(scenario, {
        folder: await mkdtemp(join(folder, 'planted-')),
        kindsAt: (at, changes) => (at < changes.length - 4 ? [] : ['power-cut', 'power-cut', 'power-cut']),
        repeatsAt: () => false,
        skips,
      }).then(
        () => 'nothing noticed',
        (error: unknown) => error,
      );
    }

    it('does everything right: nothing is noticed', async () => {
      expect(await crash(await importScenario(), () => false)).to.equal('nothing noticed');
    });

    for (const [name, skips, finding] of [
      ['does not sync the manifest', atEnd(/manifest\.json$/), /STATE_CORRUPT/],
      ['does not sync a file of the tree', atEnd(/install\.img$/), /damaged/],
      ['does not sync a folder of the tree', atEnd(/tree\/boot$/), /missing/],
      ['does not sync the folder that holds the manifest', atEnd(/staging\/[0-9a-f]+$/), /expected/],
    ] as const) {
      it(name, async () => {
        const found = await crash(await importScenario(), skips);
        expect(found).to.be.instanceOf(Error);
        expect((found as Error).message).to.match(finding);
      });
    }

    it('publishes before the manifest is written', async () => {
      const scenario = await importScenario();
      const early: CrashScenario = {
        ...scenario,
        act: (cache, files) => scenario.act(cache, files && publishEarly(files)),
      };
      const found = await crash(early, () => false);
      expect(found).to.be.instanceOf(Error);
    });
  });
});

/** Moves the staging folder to its place as soon as the tree is synced. */
function publishEarly(files: StoreFiles): StoreFiles {
  let moved: readonly [string, string] | undefined;
  const now = (path: string): string =>
    moved !== undefined && path.startsWith(moved[0]) ? moved[1] + path.slice(moved[0].length) : path;
  return {
    freeBytes: (path) => files.freeBytes(path),
    makeFolder: (path) => files.makeFolder(path),
    link: (existing, path) => files.link(existing, path),
    remove: (path) => files.remove(path),
    sync: (path) => files.sync(now(path)),
    createFilled: (path, make) => files.createFilled(now(path), make),
    rename: (from, to) => (from === moved?.[0] ? Promise.resolve() : files.rename(from, to)),
    create: async (path) => {
      const staged = /^(.*)\/staging\/[0-9a-f]+(?=\/manifest\.json$)/.exec(path);
      if (staged !== null) {
        const published = join(staged[1] ?? '', 'media', 'synth-ng-8.3.0');
        await files.rename(staged[0], published);
        await files.sync(join(staged[1] ?? '', 'media'));
        moved = [staged[0], published];
      }
      return files.create(now(path));
    },
  };
}

/**
 * Each change with one kind of fault in turn; where there are few of a kind of change, also with the worst. What a
 * scenario shares with another is left to that one.
 */
function someKinds(
  at: number,
  changes: readonly string[],
  { leavesOut, every = 1 }: CrashScenario,
): readonly FaultKind[] {
  if (at % every !== 0 || leavesOut?.test(changes[at] ?? '') === true) return [];
  const rotating = nextKind(at, changes);
  const like = changes.filter((change) => change === changes[at]).length;
  return like > 4 ? [rotating] : [...new Set([rotating, 'power-cut' as const])];
}

/**
 * All kinds; where a change decides what is seen, by several seeds. Changes of which there are many take turns in actions
 * that are like another.
 */
function manyKinds(at: number, changes: readonly string[], { every, leavesOut }: CrashScenario): readonly FaultKind[] {
  const change = changes[at] ?? '';
  const isMany = changes.filter((other) => other === change).length > 4;
  const takesTurns = wish !== 'all' && isMany && (every !== undefined || leavesOut !== undefined);
  if (takesTurns) return [nextKind(at, changes)];
  const decides = (/^(rename|link|remove|sync)\b/.test(change) || changes.length < 60) && !isMany;
  return decides ? [...faultKinds, ...Array.from({ length: 2 }, () => 'stop' as const), ...cuts] : faultKinds;
}

/** In turn among the changes that are alike, whatever their places, which differ where an action does several things at once. */
function nextKind(at: number, changes: readonly string[]): FaultKind {
  const before = changes.slice(0, at).filter((change) => change === changes[at]).length;
  return faultKinds[before % faultKinds.length] ?? 'stop';
}

const cuts = Array.from({ length: 5 }, () => 'power-cut' as const);

/** Fewer faults may have been planted than were for the table: then what was seen must be among what it says. */
function compareWithTable(recorded: readonly CrashRow[], seen: readonly CrashRow[]): void {
  const shape = (rows: readonly CrashRow[]): string[] =>
    rows.map(({ operation, changes }) => `${changes} ${operation}`);
  expect(shape(seen), howToRecord).to.have.members(shape(recorded));
  for (const { operation, outcomes } of seen) {
    const row = recorded.find((one) => one.operation === operation);
    for (const kind of faultKinds) {
      for (const outcome of outcomes[kind])
        expect(row?.outcomes[kind] ?? [], `${operation}, ${kind}; ${howToRecord}`).to.include(outcome);
    }
  }
}
