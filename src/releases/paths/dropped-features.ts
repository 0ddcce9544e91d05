/** From which release on a feature is gone or refused: one place for the assessments, the planner of hops and the docs. */
import type { PlatformName } from '../platforms.js';

export const droppedFrom = {
  storagelink: '6.5',
  'container-pack': '8.2',
  'vswitch-controller': '8.2',
  'legacy-tls': '8.2',
  'power-on-mode': '8.2',
  'pv-guests-last': '8.1',
  'pv-guests': '8.2 CU1',
  'health-check': 'after 8.2',
  'deprecated-storage': 'after 8.2',
  'certificate-strength': 'after 8.2',
  'old-layout': 'after 8.2',
} as const satisfies Readonly<Record<string, PlatformName>>;
