/** What open uploads have announced and not sent yet: room on the disk that is spoken for, though it still looks free. */

export interface PromisedRoom {
  /** So many more bytes are on the disk now. */
  arrived(bytes: number): void;
  release(): void;
}

export class UploadRoom {
  #promised = 0;

  /** Bytes that are still to come. */
  get promised(): number {
    return this.#promised;
  }

  /** To be released whatever becomes of the upload. */
  promise(bytes: number): PromisedRoom {
    let left = bytes;
    this.#promised += left;
    const take = (some: number): void => {
      const taken = Math.min(left, some);
      left -= taken;
      this.#promised -= taken;
    };
    return { arrived: take, release: () => take(left) };
  }
}
