/** What is still to be told to whom: kept until it was taken, or given up and counted as lost. */
import type { ToldEvent } from './rollout-event.js';

export interface Waiting {
  readonly event: ToldEvent;
  /** When it was put here, in milliseconds since 1970. */
  readonly addedAt: number;
  /** How often it was tried, and when it is due again. */
  readonly attempts: number;
  readonly dueAt: number;
}

/** How one channel stands. */
export interface ChannelQueue {
  readonly waiting: number;
  /** Given up since the channel last took something. */
  readonly lost: number;
  /** Of the newest failed attempt, until the channel takes something again. */
  readonly problem: { readonly reason: string; readonly at: number } | null;
}

/** Every method returns after what it changed is durable. */
export interface Outbox {
  /** The sequence of the last journal record whose event is in here; undefined before the first. */
  readonly cursor: number | undefined;
  /** An id that the channel has or had already is passed over. Events and cursor are kept together, or neither. */
  add(channels: readonly string[], event: ToldEvent, at: number, cursor?: number): void;
  moveCursor(cursor: number): void;
  /** The oldest event that the channel has not taken. */
  next(channel: string): Waiting | undefined;
  taken(channel: string, id: string): void;
  failed(
    channel: string,
    id: string,
    failure: { readonly at: number; readonly dueAt: number; readonly reason: string },
  ): void;
  lost(channel: string, id: string, at: number, reason: string): void;
  queue(channel: string): ChannelQueue;
  close(): void;
}

/** A receiver that is gone for days must not fill the disk: beyond this the oldest is lost. */
export const mostWaiting = 1000;
