/** Temporary folders, images and expected errors for the tests of media. */
import { expect } from 'chai';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DrydockError } from '../../src/shared/errors/drydock-error.js';
import type { ErrorCode } from '../../src/shared/errors/registry.js';
import { writeIso, type IsoWriterOptions, type IsoSpec } from './media-iso-writer.js';
import { treeSpecs, type FileTree } from './media-synthetic-tree.js';

export const demoImage = fileURLToPath(new URL('../../demo/drydock-demo-8.3.0.iso', import.meta.url));

/** A folder that is removed after each test of the suite it is called in. */
export function temporaryFolder(): () => string {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drydock-media-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  return () => folder;
}

/** Writes an image of a tree and gives its path. */
export async function imageOf(
  folder: string,
  tree: FileTree | readonly IsoSpec[],
  options: IsoWriterOptions = {},
): Promise<string> {
  const path = join(folder, 'source.iso');
  await writeFile(path, writeIso(tree instanceof Map ? treeSpecs(tree) : tree, options).image);
  return path;
}

export async function expectError(promise: Promise<unknown>, code: ErrorCode, text?: RegExp): Promise<DrydockError> {
  const outcome = await promise.then(
    () => 'no error at all',
    (error: unknown) => error,
  );
  expect(outcome).to.be.instanceOf(DrydockError);
  const error = outcome as DrydockError;
  expect(`${error.code}: ${error.message}`).to.match(new RegExp(`^${code}:`));
  if (text !== undefined) expect(error.message).to.match(text);
  return error;
}

/** What is left in a media cache: nothing published and nothing staged. */
export async function expectNothingLeft(mediaCache: string): Promise<void> {
  const names = async (path: string): Promise<string[]> => readdir(join(mediaCache, 'v1', path)).catch(() => []);
  expect(await names('media')).to.deep.equal([]);
  expect(await names('staging')).to.deep.equal([]);
}
