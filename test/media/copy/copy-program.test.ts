import { expect } from 'chai';
import { createHash, randomBytes } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { directFromBytes } from '../../../src/media/copy/copy-output.js';
import { threadProgram } from '../../../src/media/copy/byte-thread.js';
import type { CopyReply } from '../../../src/media/copy/copy-program.js';

/** What the system does otherwise, in the text that the thread runs: said of the descriptors that are opened with O_DIRECT. */
const otherwise = (openDirectly: string, writeDirectly: string): string => `{
  const fs = require('node:fs');
  const { openSync, write } = fs;
  const direct = new Set();
  let written = 0;
  const failed = (code) => Object.assign(new Error(code), { code });
  fs.openSync = (path, flags, ...more) => {
    const isDirect = (flags & fs.constants.O_DIRECT) !== 0;
    if (isDirect) { ${openDirectly} }
    const descriptor = openSync(path, flags, ...more);
    if (isDirect) direct.add(descriptor); else direct.delete(descriptor);
    return descriptor;
  };
  fs.write = (descriptor, buffer, offset, length, position, told) => {
    if (direct.has(descriptor)) { ${writeDirectly} }
    write(descriptor, buffer, offset, length, position, told);
  };
}`;
/** After so many bytes. */
const failingLater = (code: string): string =>
  `if ((written += length) > 3_000_000) { setImmediate(told, failed('${code}')); return; }`;

/** Ends in the middle of a block, after some pieces. */
const large = randomBytes(directFromBytes + 5_500_001);

describe('A copying thread and a large file', () => {
  let folder: string;
  let worker: Worker | undefined;
  const descriptors: number[] = [];

  const open = (name: string, flags: string): number => {
    const descriptor = openSync(join(folder, name), flags);
    descriptors.push(descriptor);
    return descriptor;
  };
  const copy = async (system: string, runs = [{ offset: 0, length: large.length }]): Promise<CopyReply> => {
    const text = `${system}${threadProgram}`;
    const thread = new Worker(text, {
      eval: true,
      execArgv: [],
      workerData: { hashed: null, ended: new Int32Array(1) },
      trackUnmanagedFds: false,
    });
    worker = thread;
    const from = open('source', 'r');
    // The thread closes it.
    const to = { path: join(folder, 'copy'), descriptor: openSync(join(folder, 'copy'), 'wx') };
    const reply = await new Promise<CopyReply>((resolve, reject) => {
      thread.on('error', reject).on('message', (said: CopyReply) => {
        if (said.kind !== 'bytes') resolve(said);
      });
      thread.postMessage({ id: 1, from, to, runs, algorithms: ['sha256'], keep: 0, stopped: new Int32Array(1) });
    });
    if (reply.kind === 'done') descriptors.push(reply.descriptor);
    return reply;
  };
  const expectCopied = (reply: CopyReply, expected: Uint8Array = large): void => {
    const digest = createHash('sha256').update(expected).digest('hex');
    expect(reply).to.have.property('kind', 'done');
    expect(reply).to.have.property('digests').that.deep.equals([digest]);
    expect(readFileSync(join(folder, 'copy')).equals(expected)).to.equal(true);
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'drydock-copy-'));
    writeFileSync(join(folder, 'source'), large);
  });
  afterEach(async () => {
    await worker?.terminate();
    for (const descriptor of descriptors.splice(0)) closeSync(descriptor);
    rmSync(folder, { recursive: true });
  });

  it('copies it whole, with the bytes after its last whole block', async () => {
    expectCopied(await copy(''));
  });

  it('copies it where a run ends in the middle of a block, and the next begins there', async () => {
    const runs = [
      { offset: 2048, length: 3_000_832 },
      { offset: 17, length: directFromBytes },
    ];
    const expected = Buffer.concat(runs.map(({ offset, length }) => large.subarray(offset, offset + length)));

    expectCopied(await copy('', runs), expected);
  });

  it('copies it through the cache where a file system has no other writing', async () => {
    expectCopied(await copy(otherwise(`throw failed('EINVAL');`, '')));
  });

  it('copies the rest through the cache where the writing past it is refused', async () => {
    expectCopied(await copy(otherwise('', failingLater('EINVAL'))));
  });

  it('goes on where the disk took a part of a piece', async () => {
    expectCopied(await copy(otherwise('', 'length = Math.min(length, 65536);')));
  });

  it('tells a full disk and a failing one as what they are', async () => {
    const full = await copy(otherwise('', failingLater('ENOSPC')));

    expect(full).to.include({ kind: 'failed', side: 'write', code: 'ENOSPC' });
  });
});
