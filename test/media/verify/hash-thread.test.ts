import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { HashThread, isShared } from '../../../src/media/verify/hash-thread.js';

function shared(text: string): Buffer {
  const buffer = Buffer.from(new SharedArrayBuffer(text.length));
  buffer.write(text);
  return buffer;
}

describe('The hashing thread', () => {
  it('hashes several files at once, each with the algorithms that it needs', async () => {
    const thread = new HashThread();
    const [left, right] = [thread.open(['sha256']), thread.open(['sha256', 'md5'])];
    await Promise.all([left.update(shared('one ')), right.update(shared('two')), left.update(shared('more'))]);

    expect(await left.digest()).to.deep.equal([createHash('sha256').update('one more').digest('hex')]);
    expect(await right.digest()).to.deep.equal([
      createHash('sha256').update('two').digest('hex'),
      createHash('md5').update('two').digest('hex'),
    ]);
    await thread.close();
  });

  it('tells bytes that it can read from others', () => {
    expect(isShared(shared('x'))).to.equal(true);
    expect(isShared(Buffer.from('x'))).to.equal(false);
  });

  it('lets nobody wait for ever once it is closed', async () => {
    const thread = new HashThread();
    const stream = thread.open(['sha256']);
    const update = stream.update(shared('lost')).then(
      () => 'read',
      () => 'refused',
    );
    await thread.close();

    expect(await update).to.be.oneOf(['read', 'refused']);
    expect(await stream.digest().catch((error: unknown) => String(error))).to.match(/closed/);
  });

  it('works in a process whose own program came from the command line as a module', async () => {
    const module = new URL('../../../src/media/verify/hash-thread.ts', import.meta.url).href;
    const program = `
      const { HashThread } = await import(${JSON.stringify(module)});
      const thread = new HashThread();
      console.log((await thread.open(['sha256']).digest())[0]);
      await thread.close();`;
    const args = ['--import', 'tsx', '--input-type=module', '-e', program];
    const { stdout } = await promisify(execFile)(process.execPath, args);

    expect(stdout.trim()).to.equal(createHash('sha256').digest('hex'));
  });
});
