/** Signing in with a name and a password: held up where too many have failed, as slow for an unknown name as for a known one. */
import type { Clock } from '../../shared/clock.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { Secret } from '../../shared/secret.js';
import type { Person } from './access-file.js';
import type { KnownAccess } from './known-access.js';
import { LockOut, type Attempt } from './lock-out.js';
import { isPassword, usualCost, wasteTime, type PasswordCost } from './password-hash.js';
import { findPerson } from './people.js';

/** Each takes 32 MB and a tenth of a second of one core: no crowd of strangers may have more of this machine than that. */
const mostAtOnce = 2;
const mostWaiting = 8;

export class SignIn {
  readonly #lockOut: LockOut;
  #atWork = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(
    private readonly access: KnownAccess,
    clock: Clock,
    private readonly cost: PasswordCost = usualCost,
  ) {
    this.#lockOut = new LockOut(clock);
  }

  /** @throws SIGN_IN_REFUSED, SIGN_IN_DELAYED */
  async withPassword(attempt: Attempt, password: Secret): Promise<Person> {
    const wait = this.#lockOut.wait(attempt);
    if (wait > 0) throw delayed(wait);
    // Who finds the queue full has tried no password, and must not be counted as if he had.
    if (this.#atWork >= mostAtOnce && this.#waiting.length >= mostWaiting) throw delayed(1000);
    this.#lockOut.begun(attempt);
    const person = await this.#inTurn(() => this.#look(attempt, password));
    if (person === undefined) throw new DrydockError('SIGN_IN_REFUSED', { attempted: 'signing in' });
    this.#lockOut.succeeded(attempt);
    return person;
  }

  async #look({ name }: Attempt, password: Secret): Promise<Person | undefined> {
    const person = findPerson(await this.access.now(), name);
    const isRight = await (person === undefined
      ? wasteTime(password, this.cost)
      : isPassword(password, person.password));
    return isRight ? person : undefined;
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#atWork >= mostAtOnce) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else this.#atWork += 1;
    try {
      return await work();
    } finally {
      // The place is handed on, so that nobody can come in between.
      const next = this.#waiting.shift();
      if (next === undefined) this.#atWork -= 1;
      else next();
    }
  }
}

function delayed(wait: number): DrydockError {
  const seconds = Math.ceil(wait / 1000);
  return new DrydockError('SIGN_IN_DELAYED', {
    attempted: 'signing in',
    expected: `${seconds} s without an attempt`,
    data: { retryAfter: seconds },
  });
}
