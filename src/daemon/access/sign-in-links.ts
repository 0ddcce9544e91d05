/** Links that sign in whoever owns the Unix socket: for one use, for a few minutes, and never on the disk. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Role } from '../../contract/api/roles.js';
import type { Clock, Milliseconds } from '../../shared/clock.js';

const lifetime: Milliseconds = 5 * 60_000;
const mostLinks = 20;

export interface LinkBearer {
  readonly name: string;
  readonly role: Role;
}

interface Link extends LinkBearer {
  readonly secret: Buffer;
  readonly expiresAt: number;
}

export class SignInLinks {
  #links: Link[] = [];

  constructor(
    private readonly clock: Clock,
    private readonly random: (size: number) => Uint8Array = randomBytes,
  ) {}

  make(bearer: LinkBearer): { readonly secret: string; readonly expiresAt: number } {
    const secret = Buffer.from(this.random(24)).toString('base64url');
    const expiresAt = this.clock.now() + lifetime;
    this.#links = [...this.#valid(), { ...bearer, secret: Buffer.from(secret), expiresAt }].slice(-mostLinks);
    return { secret, expiresAt };
  }

  /** Whom it lets in; it is used up by that. */
  take(secret: string): LinkBearer | undefined {
    const given = Buffer.from(secret);
    const valid = this.#valid();
    const found = valid.find((link) => link.secret.length === given.length && timingSafeEqual(link.secret, given));
    this.#links = valid.filter((link) => link !== found);
    return found;
  }

  #valid(): Link[] {
    return this.#links.filter(({ expiresAt }) => expiresAt > this.clock.now());
  }
}
