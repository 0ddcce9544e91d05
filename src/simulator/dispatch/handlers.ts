/** Which handler carries out a call: one table for each area, then the getters that every class has. */
import type { CallSignature } from '../../releases/calls/call-signature.js';
import { blockedOperationHandlers } from '../calls/blocked-operations.js';
import { diskHandlers } from '../calls/disk-handlers.js';
import { updateHandlers } from '../calls/update-handlers.js';
import { eventHandlers } from '../calls/event-handlers.js';
import { hostHandlers } from '../calls/host-handlers.js';
import { hostPowerHandlers } from '../calls/host-power-handlers.js';
import { hostServiceHandlers } from '../calls/host-service-handlers.js';
import { messageHandlers } from '../calls/message-handlers.js';
import { otherConfigHandler } from '../calls/other-config.js';
import { poolHandlers } from '../calls/pool-handlers.js';
import { setterHandler } from '../calls/field-setters.js';
import { generatedHandler } from '../calls/record-getters.js';
import { sessionHandlers } from '../calls/session-handlers.js';
import { storageHandlers } from '../calls/storage-handlers.js';
import { taskHandlers } from '../calls/task-handlers.js';
import { vmHandlers } from '../calls/vm-handlers.js';
import { vmPlacementHandlers } from '../calls/vm-placement-handlers.js';
import { vmSnapshotHandlers } from '../calls/vm-snapshot-handlers.js';
import type { Handler, Handlers } from './call.js';

export const handlers: Handlers = {
  ...sessionHandlers,
  ...poolHandlers,
  ...hostHandlers,
  ...hostServiceHandlers,
  ...hostPowerHandlers,
  ...vmHandlers,
  ...vmPlacementHandlers,
  ...vmSnapshotHandlers,
  ...blockedOperationHandlers,
  ...storageHandlers,
  ...diskHandlers,
  ...updateHandlers,
  ...taskHandlers,
  ...eventHandlers,
  ...messageHandlers,
};

/** Undefined for a call that the release has and this simulator does not model. */
export function handlerFor(signature: CallSignature): Handler | undefined {
  if (Object.hasOwn(handlers, signature.name)) return handlers[signature.name];
  return otherConfigHandler(signature.name) ?? setterHandler(signature.name) ?? generatedHandler(signature.name);
}
