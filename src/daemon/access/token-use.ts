/** When each token was last used: a file of its own, written by the controller alone, and at most once a minute. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Clock, Milliseconds } from '../../shared/clock.js';
import { writeFileDurably } from '../../shared/durable-files.js';
import { parseJson } from '../../shared/json-text.js';

const saveEvery: Milliseconds = 60_000;

const fileSchema = z.strictObject({ format: z.literal(1), lastUsed: z.record(z.string(), z.number()) });

export class TokenUse {
  readonly #lastUsed: Map<string, number>;
  #savedAt = Number.NEGATIVE_INFINITY;
  #saving: Promise<void> = Promise.resolve();

  constructor(
    private readonly file: string,
    private readonly clock: Clock,
  ) {
    this.#lastUsed = new Map(Object.entries(readTokenUse(file)));
  }

  used(name: string): void {
    this.#lastUsed.set(name, this.clock.now());
    if (this.clock.now() - this.#savedAt >= saveEvery) void this.save();
  }

  save(): Promise<void> {
    this.#savedAt = this.clock.now();
    const text = (): string => `${JSON.stringify({ format: 1, lastUsed: Object.fromEntries(this.#lastUsed) })}\n`;
    // That a token was used is worth knowing, and not worth failing for.
    this.#saving = this.#saving.then(() => writeFileDurably(this.file, text(), 0o600)).catch(() => undefined);
    return this.#saving;
  }
}

/** Nothing where there is no such file, or none that can be read. */
export function readTokenUse(file: string): Readonly<Record<string, number>> {
  try {
    return fileSchema.parse(parseJson(readFileSync(file, 'utf8'))).lastUsed;
  } catch {
    return {};
  }
}
