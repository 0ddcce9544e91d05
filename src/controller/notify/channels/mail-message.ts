/** An event as a mail: plain text for every reader, the same as HTML, and a subject that can be sorted by. */
import { escapeHtml } from '../../report/html/escape-html.js';
import { eventDetails, eventText } from '../event-text.js';
import { isOfRollout, type ToldEvent } from '../rollout-event.js';

export interface MailMessage {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The same each time this event is sent, so that a second copy is known as one. */
  readonly messageId: string;
  /** All mails of a run, or of a rollout, hang together in a mail reader. */
  readonly references: string;
}

const tones: Readonly<Record<ToldEvent['severity'], string>> = {
  info: '#2f6f4f',
  notice: '#2b5d8a',
  warning: '#8a5a00',
  failure: '#a1260d',
};

export function mailMessage(event: ToldEvent): MailMessage {
  return {
    subject: `[drydock] ${event.severity === 'info' ? '' : `${event.severity}: `}${event.title}`,
    text: `${eventText(event).join('\n')}\n`,
    html: html(event),
    messageId: `<${event.id}@drydock.invalid>`,
    references: `<${isOfRollout(event) ? event.rollout : event.run}@drydock.invalid>`,
  };
}

/** Styles stand in each element: mail readers drop style sheets. */
function html(event: ToldEvent): string {
  const rows = eventDetails(event).map(
    ([name, value]) =>
      `<tr><th style="text-align:left;vertical-align:top;padding:4px 16px 4px 0;font-weight:600">${escapeHtml(name)}</th>` +
      `<td style="padding:4px 0">${escapeHtml(value)}</td></tr>`,
  );
  return [
    '<!doctype html><html lang="en"><body style="font-family:system-ui,sans-serif;font-size:15px;line-height:1.5">',
    `<p style="border-left:4px solid ${tones[event.severity]};padding-left:12px;font-size:17px">${escapeHtml(event.title)}</p>`,
    `<table style="border-collapse:collapse">${rows.join('')}</table>`,
    '</body></html>',
  ].join('\n');
}
