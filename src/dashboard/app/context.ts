/** What a page is given, and what it has to be. */
import type { TemplateResult } from 'lit/html.js';
import type { Role } from '../../contract/api/roles.js';
import type { SessionReply } from '../../contract/api/session.js';
import type { ControlRequests } from '../api/control.js';
import type { InstantFormat } from '../model/instants.js';
import type { Problem } from '../model/problem.js';
import type { Route } from '../model/routes.js';
import type { Data } from './data.js';
import type { Answer, Question } from './question.js';
import type { Resource } from './resource.js';

export interface Context {
  readonly requests: ControlRequests;
  readonly data: Data;
  readonly instants: InstantFormat;
  readonly session: SessionReply | undefined;
  readonly now: () => number;
  /** Something that is shown has changed. */
  readonly update: () => void;
  readonly go: (hash: string) => void;
  /** A short sentence for everybody, screen readers included. */
  readonly say: (text: string) => void;
  /** Null: the person does not want to. */
  readonly ask: (question: Question) => Promise<Answer | null>;
  /** Why the person signed in may not do it; null: he may. */
  readonly whyNot: (needed: Role) => string | null;
  readonly resource: <T>(read: () => Promise<T>) => Resource<T>;
  /** Carries out what a person asked for. What fails is returned, to be shown where it was asked for. */
  readonly attempt: <T>(work: () => Promise<T>) => Promise<{ readonly value?: T; readonly problem?: Problem }>;
  readonly signedIn: (session: SessionReply) => void;
  readonly signOut: () => void;
}

export interface Page {
  readonly title: string;
  readonly render: () => TemplateResult;
  /** Reads what the page shows beside the common data: when it is opened, and after a lost connection. */
  readonly refresh?: () => void;
  readonly event?: (name: string, data: unknown) => void;
  readonly leave?: () => void;
}

export type PageFactory = (context: Context, route: Route) => Page;
