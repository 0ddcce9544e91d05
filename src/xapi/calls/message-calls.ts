/** The call of class message that leaves an alert for people; its five arguments are those of every release since 5.0. */
import { z } from 'zod';
import { effectGiving } from './call-definition.js';

export const messageCalls = {
  /** name, priority, class of the object, its uuid, body. */
  'message.create': effectGiving(['string', 'int', 'enum cls', 'string', 'string'], z.string()),
} as const;
