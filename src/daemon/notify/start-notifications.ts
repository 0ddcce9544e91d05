/** Starts what tells people of runs, in the process of the controller. */
import { startNotifier, type Notifier } from '../../controller/notify/notifier.js';
import type { Journal } from '../../journal/journal.js';
import type { Clock } from '../../shared/clock.js';
import type { Logger } from '../../shared/logger.js';
import { systemRandomBytes } from '../../shared/random-bytes.js';
import { spanLength } from '../../shared/span.js';
import type { Settings } from '../config/schema.js';
import { stateLayout } from '../state-layout.js';
import type { NotifyParts } from './notify-parts.js';
import { openOutbox } from './open-outbox.js';

export interface NotificationParts {
  readonly settings: Settings;
  readonly journal: Journal;
  readonly parts: NotifyParts;
  readonly clock: Clock;
  readonly log: Logger;
}

export function startNotifications({ settings, journal, parts, clock, log }: NotificationParts): Notifier {
  const { remindEvery, giveUpAfter } = settings.notify;
  return startNotifier({
    ...{ journal, clock, log, channels: parts.channels, hearts: parts.hearts, random: systemRandomBytes },
    outbox: openOutbox(stateLayout(settings.state).outbox, clock, log),
    remindEvery: spanLength(remindEvery),
    giveUpAfter: spanLength(giveUpAfter),
  });
}
