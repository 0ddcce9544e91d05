/** Sessions of one host alone, which need no coordinator: for the calls that work in emergency mode (xapi.md 1.3). */
import type { Host, Ref } from '../state/objects.js';
import type { WireValue } from '../wire/wire-value.js';
import type { World } from '../world.js';
import { XapiFailure } from '../xapi-failure.js';

export class LocalSessions {
  readonly #hostOf = new Map<Ref, { readonly host: Ref; readonly life: number }>();

  constructor(private readonly world: World) {}

  open(host: Host): Ref {
    const { ref } = this.world.state.newEntity();
    this.#hostOf.set(ref, { host: host.ref, life: host.agentStartedAt });
    return ref;
  }

  /** Good for the host that gave it, until its xapi ends. @throws XapiFailure SESSION_INVALID */
  require(host: Host, session: WireValue | undefined): void {
    const ref = typeof session === 'string' ? session : '';
    const found = this.#hostOf.get(ref);
    if (found?.host !== host.ref || found.life !== host.agentStartedAt) throw XapiFailure.of('SESSION_INVALID', ref);
  }

  close(host: Host, session: WireValue | undefined): void {
    this.require(host, session);
    if (typeof session === 'string') this.#hostOf.delete(session);
  }
}

const sessionsOf = new WeakMap<World, LocalSessions>();

export function localSessions(world: World): LocalSessions {
  const sessions = sessionsOf.get(world) ?? new LocalSessions(world);
  sessionsOf.set(world, sessions);
  return sessions;
}
