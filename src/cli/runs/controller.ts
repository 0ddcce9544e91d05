/** The running controller, as the commands of a run reach it. */
import { controlClient } from '../../contract/control-client.js';
import type { ControlApi } from '../../contract/control.js';
import { stateLayout } from '../../daemon/state-layout.js';
import type { CommandContext } from '../command.js';

export function controllerOf(context: CommandContext): ControlApi {
  return controlClient({
    socketPath: stateLayout(context.settings.state).controllerSocket,
    signal: context.surroundings.signal,
  });
}
