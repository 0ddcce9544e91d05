import { expect } from 'chai';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importMedia } from '../../../src/media/import-media.js';
import { inspectSource } from '../../../src/media/inspect-source.js';
import { DrydockError } from '../../../src/shared/errors/drydock-error.js';
import { expectNothingLeft } from '../../support/media-cases.js';
import { hostileCases } from './corpus.js';
import { canaryContent, canaryName, type HostileCase } from './hostile-case.js';

const deadline = 10_000;

describe('A hostile source', function () {
  this.timeout(3 * deadline);
  let base = '';
  let temporary: string | undefined;
  const closing: (() => Promise<void>)[] = [];

  beforeEach(async () => {
    base = await mkdtemp(join(tmpdir(), 'drydock-hostile-'));
    for (const name of ['source', 'tmp']) await mkdir(join(base, name));
    await writeFile(join(base, canaryName), canaryContent);
    // What inspection unpacks for a moment then lies where it can be seen.
    temporary = process.env['TMPDIR'];
    process.env['TMPDIR'] = join(base, 'tmp');
  });
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
    if (temporary === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = temporary;
    await rm(base, { recursive: true, force: true });
  });

  for (const hostile of hostileCases) {
    it(`${hostile.name}: ${hostile.outcome}`, () => attack(hostile, base, closing));
  }
});

async function attack(hostile: HostileCase, base: string, closing: (() => Promise<void>)[]): Promise<void> {
  const source = await hostile.make(join(base, 'source'), closing);
  const before = await listing(base);
  const mediaCache = join(base, 'cache');
  const options = hostile.options?.(base) ?? {};

  const inspected = await outcomeOf(inspectSource({ source }));
  const imported = await outcomeOf(importMedia({ source, mediaCache, ...options }));

  expect(imported).to.equal(hostile.outcome);
  if (hostile.outcome === 'accepted') expect(inspected).to.equal('accepted');
  else await expectNothingLeft(mediaCache);
  expect(await listing(base), 'beside the store').to.deep.equal(before);
  expect(await readFile(join(base, canaryName), 'utf8')).to.equal(canaryContent);
  await requirePlainModes(mediaCache);
}

/** The code, or that it went well, before the deadline. */
async function outcomeOf(work: Promise<unknown>): Promise<string> {
  const began = performance.now();
  const outcome = await work.then(
    () => 'accepted',
    (error: unknown) => {
      if (error instanceof DrydockError) return error.code;
      throw error;
    },
  );
  expect(performance.now() - began, 'milliseconds').to.be.lessThan(deadline);
  return outcome;
}

/** All names below the folder but the store's. */
async function listing(base: string): Promise<string[]> {
  const names = await readdir(base, { recursive: true });
  return names.filter((name) => name !== 'cache' && !name.startsWith('cache/')).sort();
}

/** Nothing published may be run, written by others, or be anything but a file or folder. */
async function requirePlainModes(mediaCache: string): Promise<void> {
  const entries = await readdir(join(mediaCache, 'v1', 'media'), { recursive: true, withFileTypes: true }).catch(
    () => [],
  );
  for (const entry of entries) {
    expect(entry.isFile() || entry.isDirectory(), entry.name).to.equal(true);
    const { mode } = await stat(join(entry.parentPath, entry.name));
    expect(mode & 0o7022, entry.name).to.equal(0);
  }
}
