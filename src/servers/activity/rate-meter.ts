/** Bytes a second over the last ten seconds. */
const window = 10_000;
const slot = 500;

export class RateMeter {
  /** Bytes by half second, oldest first: bounded, however many chunks flow. */
  #slots: { at: number; bytes: number }[] = [];

  add(at: number, bytes: number): void {
    const start = at - (at % slot);
    const last = this.#slots.at(-1);
    if (last?.at === start) last.bytes += bytes;
    else this.#slots.push({ at: start, bytes });
    this.#forget(at);
  }

  rate(now: number): number {
    this.#forget(now);
    const bytes = this.#slots.reduce((sum, one) => sum + one.bytes, 0);
    return Math.round((bytes * 1000) / window);
  }

  #forget(now: number): void {
    this.#slots = this.#slots.filter((one) => one.at > now - window);
  }
}
