/**
 * How whoever copies writes a file, as text for the copy program.
 *
 * A file of some size is written past the system's cache (O_DIRECT): its bytes are not copied once more, take no memory that
 * others could use, and no core has to bring them to the disk later. (An import of 717 MB on a virtual machine that had given
 * its free memory back took 1.1 s like this, and 1.7 s through the cache.) Writing so waits for the disk; the next pieces are
 * read and hashed meanwhile. A file system that has no such writing, or wants other multiples, says EINVAL: the rest of the
 * file goes through the cache. So do the bytes after the last whole block. The memory of WebAssembly begins with a page, as
 * it has to; a Buffer need not.
 *
 * A small file that was cut to nothing is one that ext4, XFS and btrfs begin to put on the disk when it is closed, and not
 * seconds later: they take it for one that is written anew, whose content nobody would want to lose (`auto_da_alloc` in
 * ext4(5)). A large one that has its size from the start gets its place on the disk in one piece.
 */

/** As much as is written at once. With half of it, and with twice as much, nothing changed beyond noise. */
const pieceBytes = 1024 * 1024;
/** As much as is read and hashed at once, and of a small file written: it stays in the second-level cache of a core meanwhile. */
export const cachedBytes = 256 * 1024;
/** Pieces of a thread that are being read and hashed, or are on their way to the disk. */
const pieces = 4;
/** From here on a file goes past the cache. The smaller it is, the less is saved. */
export const directFromBytes = 1_000_000;
/**
 * What positions and lengths are multiples of. Disks of today ask for 4096; but where Linux is built with larger pages (up
 * to 65536, on other processors than these), the runs of a file that meet within one could be written at the same time
 * through the cache and past it.
 */
const blockBytes = process.arch === 'x64' ? 4096 : 65536;

export const copyOutput = `
const memory = makeMemory(${pieces * pieceBytes});
const free = Array.from({ length: ${pieces} }, (_, index) => Buffer.from(memory, index * ${pieceBytes}, ${pieceBytes}));
const waiting = [];

// It takes 10 GB of addresses, which not every process may have.
function makeMemory(bytes) {
  try {
    return new WebAssembly.Memory({ initial: bytes / 65536 }).buffer;
  } catch {
    return new ArrayBuffer(bytes);
  }
}

function takeBuffer() {
  return free.length > 0 ? free.pop() : new Promise((resolve) => waiting.push(resolve));
}

function giveBack(buffer) {
  const next = waiting.shift();
  if (next === undefined) free.push(buffer);
  else next(buffer);
}

class Output {
  failure = null;
  writes = [];
  isRefused = false;

  constructor({ path, descriptor }, size) {
    this.path = path;
    this.descriptor = descriptor;
    this.direct = size < ${directFromBytes} ? null : this.openDirect();
    // It only asks for something: what is wrong with the file, writing tells.
    try { ftruncateSync(descriptor, this.direct === null ? 0 : size); } catch {}
  }

  openDirect() {
    try {
      return openSync(this.path, constants.O_WRONLY | constants.O_NOFOLLOW | constants.O_DIRECT);
    } catch {
      return null;
    }
  }

  // Gives the buffer back when it is written. What fails is told by written().
  put(buffer, count, position) {
    const whole = position % ${blockBytes} === 0 ? count - count % ${blockBytes} : 0;
    if (this.direct === null || this.isRefused || whole === 0) this.putThroughCache({ buffer, count, position }, 0);
    else this.writes.push(new Promise((resolve) => this.putDirectly({ buffer, count, position, whole, resolve }, 0)));
  }

  putDirectly(piece, done) {
    const { buffer, position, whole, resolve } = piece;
    write(this.direct, buffer, done, whole - done, position + done, (error, count = 0) => {
      if (error?.code === 'EINVAL') this.isRefused = true;
      else if (error !== null) this.failure ??= error;
      const next = done + count;
      if (this.failure === null && !this.isRefused && next < whole) return this.putDirectly(piece, next);
      this.putThroughCache(piece, next);
      resolve();
    });
  }

  putThroughCache({ buffer, count, position }, from) {
    try {
      for (let done = from; done < count && this.failure === null;)
        done += writeSync(this.descriptor, buffer, done, count - done, position + done);
    } catch (error) {
      this.failure ??= error;
    }
    giveBack(buffer);
  }

  // Throws what has failed; nothing is being written any more then.
  async written() {
    if (this.writes.length > 0) await Promise.all(this.writes);
    if (this.failure !== null) throw this.failure;
  }

  // Given away, to be synced. A small file's is closed first, since that is what begins with it on the disk.
  settled() {
    const { direct, descriptor } = this;
    const kept = direct === null ? openSync(this.path, constants.O_RDONLY | constants.O_NOFOLLOW) : descriptor;
    this.descriptor = null;
    try {
      closeSync(direct ?? descriptor);
      return kept;
    } catch (error) {
      closeSync(kept);
      throw error;
    }
  }

  close() {
    const { direct, descriptor } = this;
    if (descriptor === null) return;
    this.descriptor = null;
    try { if (direct !== null) closeSync(direct); } finally { closeSync(descriptor); }
  }
}
`;
