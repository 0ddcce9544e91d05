/** Who may log in: the hosts' own root, and users of the directory with the role that the pool gave them. */
import { nullRef, type User } from '../state/objects.js';
import type { World } from '../world.js';

/** Undefined for a name that nobody has, and for a wrong password: a caller learns no difference. */
export function accountOf(world: World, name: string, password: string): User | undefined {
  const { credential, state } = world;
  const root: User = { name: credential.user, password: credential.password, role: 'local-root', subject: nullRef };
  return [root, ...state.users].find((user) => user.name === name && user.password === password);
}
