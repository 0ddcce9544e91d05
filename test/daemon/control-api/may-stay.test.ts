/** Who may go on listening: the token itself, not another that was given its name. */
import { expect } from 'chai';
import type { Caller } from '../../../src/contract/api/caller.js';
import { nobody, type Access } from '../../../src/daemon/access/access-file.js';
import type { Sessions } from '../../../src/daemon/access/sessions.js';
import { addToken, revokeToken } from '../../../src/daemon/access/tokens.js';
import { mayStay, type StayParts } from '../../../src/daemon/control-api/handlers/event-handlers.js';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';

describe('may stay', () => {
  it('ends for a token that was revoked, though another has its name now', async () => {
    const clock = new VirtualClock();
    const wish = { name: 'ci', role: 'operator', expiresAt: null, by: 'anna', at: 0 } as const;
    let access: Access = addToken(nobody, wish).access;
    const sessions = {} as unknown as Sessions;
    const parts: StayParts = { access: { now: () => Promise.resolve(access) }, sessions };
    const token = access.tokens[0]?.sha256 ?? '';
    const caller: Caller = { name: 'ci', kind: 'token', rank: 'operator', from: '192.0.2.1', session: null, token };
    expect(await mayStay(parts, clock)(caller)).to.equal(true);

    access = addToken(revokeToken(access, 'ci'), wish).access;
    expect(await mayStay(parts, clock)(caller)).to.equal(false);
  });
});
