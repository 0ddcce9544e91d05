/** What a webhook posts: the event as JSON for programs, or its text in the form that chat rooms take. */
import { eventText } from '../event-text.js';
import type { ToldEvent } from '../rollout-event.js';

export const webhookFormats = ['json', 'slack', 'text'] as const;
export type WebhookFormat = (typeof webhookFormats)[number];

export interface WebhookBody {
  readonly type: string;
  readonly text: string;
}

export function webhookBody(event: ToldEvent, format: WebhookFormat): WebhookBody {
  switch (format) {
    case 'json': {
      const { id, at, kind, ...data } = event;
      const document = { type: kind, id, timestamp: new Date(at).toISOString(), data };
      return { type: 'application/json', text: JSON.stringify(document) };
    }
    case 'slack':
      return { type: 'application/json', text: JSON.stringify({ text: slackText(event) }) };
    case 'text':
      return { type: 'text/plain; charset=utf-8', text: eventText(event).join('\n') };
  }
}

const marks: Readonly<Record<ToldEvent['severity'], string>> = {
  info: ':white_check_mark:',
  notice: ':information_source:',
  warning: ':warning:',
  failure: ':rotating_light:',
};

/** Slack, Mattermost and Rocket.Chat take `{"text"}`; names of hosts must neither mention people nor become links. */
function slackText(event: ToldEvent): string {
  const [title = '', ...rest] = eventText(event).map(escapeSlack);
  return [`${marks[event.severity]} *${title}*`, ...rest].join('\n');
}

/** Slack asks for these three; the others would format or mention where a room reads Markdown. */
function escapeSlack(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', '@\u200b')
    .replace(/[*_~`[\]]/g, '\u200b$&');
}
