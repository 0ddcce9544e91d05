/**
 * The rules that keep an attacker out, pure and in one place. They are given to the server, so that a test can take one
 * away and show that the attack is noticed then.
 */
import { resolvePath } from './ftp-path.js';

export interface FtpGuards {
  /** Whether a data connection may come from here, when the control connection came from there. */
  mayConnect(control: string, data: string): boolean;
  /** The components that an argument leads to; undefined when it is no path. */
  resolve(folder: readonly string[], argument: string): string[] | undefined;
  /** A text as it may stand in one line of a reply or of a listing. */
  oneLine(text: string): string;
  /** Bytes of a command line; of replies that a client has not taken yet. */
  readonly longestLine: number;
  readonly mostUnread: number;
  /** Commands that a client may send ahead. */
  readonly longestQueue: number;
}

export const ftpGuards: FtpGuards = {
  mayConnect: (control, data) => control === data,
  resolve: resolvePath,
  oneLine: (text) => (/^[^\0-\x1f\x7f]*$/.test(text) ? text : text.replace(/[\0-\x1f\x7f]/g, '?')),
  longestLine: 4096,
  mostUnread: 64 * 1024,
  longestQueue: 64,
};
