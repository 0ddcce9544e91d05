/** The running controller, as the commands reach it: a run's, and any other route of the control API. */
import { routeClient, type RouteClient } from '../../contract/api/route-client.js';
import type { ControlClientOptions } from '../../contract/ask-controller.js';
import { controlClient } from '../../contract/control-client.js';
import type { ControlApi } from '../../contract/control.js';
import { stateLayout } from '../../daemon/state-layout.js';
import type { CommandContext } from '../command.js';

export function controllerOf(context: CommandContext): ControlApi {
  return controlClient(optionsOf(context));
}

export function routesOf(context: CommandContext): RouteClient {
  return routeClient(optionsOf(context));
}

function optionsOf({ settings, surroundings }: CommandContext): ControlClientOptions {
  return {
    socketPath: stateLayout(settings.state).controllerSocket,
    signal: surroundings.signal,
    user: surroundings.user,
  };
}
