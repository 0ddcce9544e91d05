/** Logging in and out. */
import { checkPassword } from '../dispatch/authentication.js';
import type { Handlers } from '../dispatch/call.js';
import { nothing } from '../dispatch/call.js';

export const sessionHandlers: Handlers = {
  'session.login_with_password': async (call) => {
    const { world } = call;
    const user = call.text('uname');
    const account = await checkPassword(world, user, call.text('pwd'), call.signal);
    const originator = call.has('originator') ? call.text('originator') : '';
    const session = {
      ...world.state.newEntity(),
      user,
      role: account.role,
      subject: account.subject,
      originator,
      host: call.receiver.ref,
      lastActive: world.now(),
    };
    world.state.sessions.set(session.ref, session);
    return session.ref;
  },

  'session.logout': (call) => {
    if (call.session !== null) call.world.state.sessions.delete(call.session.ref);
    return nothing;
  },
};
