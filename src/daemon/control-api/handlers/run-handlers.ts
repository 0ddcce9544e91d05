/** The views of a run that the dashboard draws. */
import type { ApiHandlers } from '../../../contract/api/handlers.js';
import type { RunViews } from '../../../contract/api/run-views.js';

export function runHandlers(views: RunViews): ApiHandlers<'readTimeline' | 'readLog'> {
  return {
    readTimeline: ({ id }) => views.timeline(id),
    readLog: ({ id, query }) => views.log(id, query.after, query.limit),
  };
}
