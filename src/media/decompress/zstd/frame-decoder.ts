/** Decodes the blocks of zstd frames in memory that is bounded by the frame's window, and used again (RFC 8878). */
import { blockKinds, mostBlockSize, type BlockHeader } from '../zstd-frame.js';
import { Literals } from './literals.js';
import { Sequences, type SequenceTaker } from './sequences.js';

/** What is behind a block in its memory, so that bits may be read four bytes at a time. */
const behind = 4;
/** How much is decoded until what the window still holds is moved to the front: a share of the window, and two blocks. */
const shareBetweenMoves = 8;

export class FrameDecoder implements SequenceTaker {
  readonly #literals = new Literals();
  readonly #sequences = new Sequences();
  readonly #input = Buffer.alloc(mostBlockSize + behind);
  /** Decoded bytes: those that may be repeated, and the block that is being decoded. */
  #memory = Buffer.alloc(0);
  #window = 0;
  #start = 0;
  #end = 0;
  #taken = 0;
  #current: Uint8Array = this.#memory;

  /** A new frame. @param window in bytes */
  begin(window: number): void {
    this.#window = window;
    this.#end = 0;
    this.#literals.reset();
    this.#sequences.reset();
    const size = window + Math.max(2 * mostBlockSize, Math.ceil(window / shareBetweenMoves));
    // Not filled with zeros: what was never written takes no memory, and is never read.
    if (size > this.#memory.length) this.#memory = Buffer.allocUnsafeSlow(size);
  }

  /**
   * @param data what stands behind the block's header
   * @returns what the block holds, good until the next one
   * @throws RangeError for what cannot be decoded
   */
  decode({ kind, length }: BlockHeader, data: Uint8Array): Uint8Array {
    this.#makeRoom();
    this.#start = this.#end;
    if (kind === blockKinds.raw) this.#append(data);
    else if (kind === blockKinds.run) this.#repeat(data[0] ?? 0, length);
    else this.#decodeCompressed(data);
    return this.#memory.subarray(this.#start, this.#end);
  }

  #makeRoom(): void {
    if (this.#end + mostBlockSize <= this.#memory.length) return;
    const kept = Math.min(this.#window, this.#end);
    this.#memory.copyWithin(0, this.#end - kept, this.#end);
    this.#end = kept;
  }

  #decodeCompressed(data: Uint8Array): void {
    const input = this.#input;
    input.set(data);
    input.fill(0, data.length, data.length + behind);
    const { literals, next } = this.#literals.read(input, 0, data.length);
    if (next >= data.length) throw new RangeError('a block without sequences');
    this.#current = literals;
    this.#taken = 0;
    this.#sequences.read(input, next, data.length, this);
    this.#append(literals.subarray(this.#taken));
  }

  /** For the sequences. */
  take(literals: number, length: number, offset: number): void {
    const memory = this.#memory;
    const taken = this.#taken;
    const start = this.#end + literals;
    if (taken + literals > this.#current.length) throw new RangeError('more literals than there are');
    if (start + length - this.#start > mostBlockSize) throw new RangeError('a block that becomes too long');
    if (offset === 0 || offset > start || offset > this.#window)
      throw new RangeError('a repetition of what lies too far back');
    copy(this.#current, taken, { to: memory, at: this.#end, length: literals });
    this.#taken = taken + literals;
    if (offset >= length) copy(memory, start - offset, { to: memory, at: start, length });
    // It repeats what it has just written.
    else for (let at = start; at < start + length; at++) memory[at] = memory[at - offset] ?? 0;
    this.#end = start + length;
  }

  #repeat(byte: number, times: number): void {
    this.#memory.fill(byte, this.#end, this.#end + times);
    this.#end += times;
  }

  #append(bytes: Uint8Array): void {
    if (this.#end + bytes.length - this.#start > mostBlockSize) throw new RangeError('a block that becomes too long');
    this.#memory.set(bytes, this.#end);
    this.#end += bytes.length;
  }
}

/** Of bytes that do not overlap. A call for a few takes longer than they do. */
function copy(
  from: Uint8Array,
  start: number,
  { to, at, length }: { readonly to: Buffer; readonly at: number; readonly length: number },
): void {
  if (length > 128) to.set(from.subarray(start, start + length), at);
  else for (let index = 0; index < length; index++) to[at + index] = from[start + index] ?? 0;
}
