/** The media server's own files in its part of the state folder. */
import { join } from 'node:path';
import { stateLayout } from '../state-layout.js';

export function grantLogPath(stateFolder: string): string {
  return join(stateLayout(stateFolder).mediaServer, 'grants.log');
}

export function accessLogPath(stateFolder: string): string {
  return join(stateLayout(stateFolder).mediaServer, 'access.log');
}

export function activityLogPath(stateFolder: string): string {
  return join(stateLayout(stateFolder).mediaServer, 'activity.log');
}
