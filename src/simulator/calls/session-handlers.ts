/** Logging in and out. */
import type { Handlers } from '../dispatch/call.js';
import { nothing } from '../dispatch/call.js';
import { XapiFailure } from '../xapi-failure.js';

export const sessionHandlers: Handlers = {
  'session.login_with_password': async (call) => {
    const { world } = call;
    const user = call.text('uname');
    const known = user === world.credential.user && call.text('pwd') === world.credential.password;
    if (!known) {
      await world.sleep(world.times.loginFailure, call.signal);
      throw XapiFailure.of('SESSION_AUTHENTICATION_FAILED', user, 'Authentication failure');
    }
    const originator = call.has('originator') ? call.text('originator') : '';
    const session = { ...world.state.newEntity(), user, originator, host: call.receiver.ref, lastActive: world.now() };
    world.state.sessions.set(session.ref, session);
    return session.ref;
  },

  'session.logout': (call) => {
    if (call.session !== null) call.world.state.sessions.delete(call.session.ref);
    return nothing;
  },
};
