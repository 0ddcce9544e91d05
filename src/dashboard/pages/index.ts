/** Every page by the first word of its address. */
import type { PageFactory } from '../app/context.js';
import { auditPage } from './audit/audit-page.js';
import { mediaPage } from './media/media-page.js';
import { passportPage } from './media/passport-page.js';
import { overviewPage } from './overview/overview-page.js';
import { addPoolPage } from './pools/add-pool-page.js';
import { poolPage } from './pools/pool-page.js';
import { poolsPage } from './pools/pools-page.js';
import { planRolloutPage } from './rollouts/plan-rollout-page.js';
import { rolloutPage } from './rollouts/rollout-page.js';
import { rolloutReportPage } from './rollouts/rollout-report-page.js';
import { rolloutsPage } from './rollouts/rollouts-page.js';
import { explainPage } from './runs/explain-page.js';
import { reportPage } from './runs/report-page.js';
import { runPage } from './runs/run-page.js';
import { runsPage } from './runs/runs-page.js';
import { serversPage } from './servers/servers-page.js';
import { startPage } from './start/start-page.js';

/** The list, or the one that the address names. */
const listOr =
  (list: PageFactory, one: PageFactory): PageFactory =>
  (context, route) =>
    (route.parts.length === 0 ? list : one)(context, route);

const ofRun: PageFactory = (context, route) => {
  if (route.parts[1] === 'explain') return explainPage(context, route);
  if (route.parts[1] === 'report') return reportPage(context, route);
  return runPage(context, route);
};

const ofRollout: PageFactory = (context, route) =>
  (route.parts[1] === 'report' ? rolloutReportPage : rolloutPage)(context, route);

export const pageFactories: Readonly<Record<string, PageFactory>> = {
  overview: overviewPage,
  media: listOr(mediaPage, passportPage),
  servers: serversPage,
  pools: listOr(poolsPage, poolPage),
  'add-pool': addPoolPage,
  start: startPage,
  runs: listOr(runsPage, ofRun),
  'plan-rollout': planRolloutPage,
  rollouts: listOr(rolloutsPage, ofRollout),
  audit: auditPage,
};
