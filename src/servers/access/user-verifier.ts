/** Names and passwords of the users of HTTP and FTP, compared in a time that tells nothing about either. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../../shared/secret.js';

export interface User {
  readonly name: string;
  readonly password: Secret;
}

export class UserVerifier {
  /** Digests under a key that nobody else has: all are of one length, and none is kept that could be tried at leisure. */
  readonly #key = randomBytes(32);
  readonly #digests = new Map<string, Buffer>();
  readonly #nobody = randomBytes(32);

  constructor(users: readonly User[]) {
    for (const { name, password } of users) this.#digests.set(name, this.#digest(password.reveal()));
  }

  verify(name: string, password: string): boolean {
    const known = this.#digests.get(name);
    // The work for a name that does not exist is the same.
    const equal = timingSafeEqual(known ?? this.#nobody, this.#digest(password));
    return equal && known !== undefined;
  }

  #digest(password: string): Buffer {
    return createHmac('sha256', this.#key).update(password).digest();
  }
}
