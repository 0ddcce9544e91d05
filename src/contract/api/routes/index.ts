/** All routes of the control API in one table: the app answers these and no others, each for those who have its role. */
import { defineRoutes } from '../route.js';
import { mediaRoutes } from './media-routes.js';
import { poolRoutes } from './pool-routes.js';
import { rolloutRoutes } from './rollout-routes.js';
import { runRoutes } from './run-routes.js';
import { sessionRoutes } from './session-routes.js';
import { statusRoutes } from './status-routes.js';

export const apiRoutes = defineRoutes({
  ...sessionRoutes,
  ...statusRoutes,
  ...mediaRoutes,
  ...poolRoutes,
  ...runRoutes,
  ...rolloutRoutes,
});

export type ApiRoutes = typeof apiRoutes;
export type RouteName = keyof ApiRoutes;
