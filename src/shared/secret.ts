/** Values that must never be shown: redacted by their type, wherever they end up. */
import { inspect } from 'node:util';

const shown = '[secret]';

/** Wraps a password or token. Only {@link Secret.reveal} gives it back; printing, logging and JSON show "[secret]". */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself, for the one call that needs it. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return shown;
  }

  toJSON(): string {
    return shown;
  }

  [inspect.custom](): string {
    return shown;
  }
}
