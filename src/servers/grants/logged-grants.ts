/** Grants as another process has written them: a worker that drains still asks, at each request, whether it may answer. */
import { statSync } from 'node:fs';
import type { Clock } from '../../shared/clock.js';
import { readFileLog } from '../storage/file-log.js';
import type { GrantLookup } from '../site/site.js';
import { grantEntrySchema, type GrantRecord } from './grant-record.js';
import { GrantRegistry } from './grant-registry.js';

export class LoggedGrants implements GrantLookup {
  #size = -1;
  #registry: GrantRegistry | undefined;

  constructor(
    private readonly path: string,
    private readonly clock: Clock,
  ) {}

  byToken(token: string): GrantRecord | undefined {
    return this.#current().byToken(token);
  }

  list(): readonly GrantRecord[] {
    return this.#current().list();
  }

  /** Bytes of the log that are known at least; 0 before the first look. */
  get known(): number {
    return Math.max(0, this.#size);
  }

  #current(): GrantRegistry {
    // The log only grows, so its size says whether anything is new.
    const { size } = statSync(this.path);
    if (this.#registry === undefined || size !== this.#size) {
      this.#registry = this.#read();
      this.#size = size;
    }
    return this.#registry;
  }

  #read(): GrantRegistry {
    const initial = readFileLog({ path: this.path, schema: grantEntrySchema, onDamage: 'refuse' });
    const readOnly = (): never => {
      throw new Error('this log belongs to another process');
    };
    return new GrantRegistry({ initial, append: readOnly, sync: readOnly, close: () => undefined }, this.clock);
  }
}
