/** Messages that xapi leaves for people by itself. */
import type { Message } from '../state/objects.js';
import type { World } from '../world.js';

export function leaveMessage(world: World, content: Omit<Message, 'ref' | 'uuid' | 'createdAt'>): void {
  const message = { ...world.state.newEntity(), ...content, createdAt: world.now() };
  world.state.messages.set(message.ref, message);
}
