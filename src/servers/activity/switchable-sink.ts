/** An activity sink whose target can change while transfers are under way: from the journal to the successor's. */
import type { ActivityEvent } from '../handover/messages.js';
import type { ActivitySink } from './activity-sink.js';

export class SwitchableSink implements ActivitySink {
  constructor(private target: ActivitySink) {}

  switchTo(target: ActivitySink): void {
    this.target = target;
  }

  begun(...event: Parameters<ActivitySink['begun']>): void {
    this.target.begun(...event);
  }

  flowed(...event: Parameters<ActivitySink['flowed']>): void {
    this.target.flowed(...event);
  }

  done(...event: Parameters<ActivitySink['done']>): void {
    this.target.done(...event);
  }
}

/** Turns calls into events that can travel. */
export function relay(send: (event: ActivityEvent) => void): ActivitySink {
  return {
    begun: (transfer, outcome) => send({ kind: 'begun', transfer, outcome }),
    flowed: (grant, bytes) => send({ kind: 'flowed', grant, bytes }),
    done: (transfer, outcome) => send({ kind: 'done', transfer, outcome }),
  };
}

/** And back again. */
export function replay(event: ActivityEvent, sink: ActivitySink): void {
  if (event.kind === 'begun') sink.begun(event.transfer, event.outcome);
  else if (event.kind === 'flowed') sink.flowed(event.grant, event.bytes);
  else sink.done(event.transfer, event.outcome);
}
