/** The logs in which the media server keeps grants and activity, looked at beside the journal. */
import { activityEntrySchema } from '../../servers/activity/activity-entry.js';
import { grantEntrySchema } from '../../servers/grants/grant-record.js';
import { examineLog, type LogExamination } from '../../servers/storage/examine-log.js';
import { activityLogPath, grantLogPath } from '../media-server/state-files.js';

export function examineMediaServerLogs(state: string): readonly LogExamination[] {
  return [examineLog(grantLogPath(state), grantEntrySchema), examineLog(activityLogPath(state), activityEntrySchema)];
}

export type { LogExamination };
