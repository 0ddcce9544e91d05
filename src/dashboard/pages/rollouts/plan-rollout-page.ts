/** From the known pools to a rollout: choose, look at all of them, answer for what stays open, see the plan, start. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { RolloutReply } from '../../../contract/rollout.js';
import type { Context, Page } from '../../app/context.js';
import { unanswered } from '../../model/consents.js';
import type { Problem } from '../../model/problem.js';
import {
  asksTheSame,
  descriptionOf,
  firstRollout,
  placesIn,
  poolsInOrder,
  waveNames,
  type RolloutChoice,
} from '../../model/rollout-choice.js';
import { rolloutAcceptances, rolloutAsksForAgreement, rolloutQuestions } from '../../model/rollout-outcome.js';
import { fieldsOf, wrongInRollout, type Wrong } from '../../model/rollout-wrong.js';
import { routeTo } from '../../model/routes.js';
import { count } from '../../model/units.js';
import { button } from '../../parts/button.js';
import { pageHead } from '../../parts/head.js';
import { loaded } from '../../parts/loaded.js';
import { problemNote } from '../../parts/note.js';
import { stepsView } from '../../parts/steps.js';
import { consentForm } from '../start/consent-form.js';
import { rolloutForm } from './rollout-form.js';
import { blockedPools, rolloutPlan } from './rollout-outcome.js';

/** What was chosen outlives the page: a session that ends, or a look at a pool, takes no hour of typing away. */
const draft: { choice: RolloutChoice } = { choice: firstRollout };

const nothingWrong: Wrong = new Map();

export function planRolloutPage(context: Context): Page {
  const { data } = context;
  let busy = false;
  /** Somebody has asked for the plan: from now on what is wrong is told at once. */
  let tried = false;
  let refused: Wrong = nothingWrong;
  let problem: Problem | undefined;
  let reply: RolloutReply | undefined;
  /** Planned here and not started: another plan takes its place. */
  let earlier: string | undefined;
  let accept: ReadonlyMap<string, readonly string[]> = new Map();
  let agreed = false;
  let spreadBy = { canaries: '1', size: '5' };
  const consents = new Map<string, string>();

  const listed = (): readonly string[] => (data.pools.value ?? []).map(({ name }) => name);
  const wrongNow = (): Wrong =>
    tried ? new Map([...refused, ...wrongInRollout(draft.choice, listed())]) : nothingWrong;
  const changed = (choice: RolloutChoice): void => {
    if (!asksTheSame(draft.choice, choice)) {
      accept = new Map();
      agreed = false;
      consents.clear();
    } else if (reply !== undefined) accept = rolloutAcceptances(reply, choice.fix, consents, accept);
    draft.choice = choice;
    reply = undefined;
    problem = undefined;
    refused = nothingWrong;
    context.update();
  };
  const plan = async (): Promise<void> => {
    tried = true;
    const wrong = wrongInRollout(draft.choice, listed());
    if (wrong.size > 0) {
      context.say(`${count(wrong.size, 'thing is', 'things are')} still to be put right.`);
      context.update();
      requestAnimationFrame(() => requestAnimationFrame(focusFirstWrong));
      return;
    }
    if (reply !== undefined) accept = rolloutAcceptances(reply, draft.choice.fix, consents, accept);
    await ask();
  };
  const ask = async (): Promise<void> => {
    busy = true;
    context.update();
    const description = descriptionOf(draft.choice, listed(), { accept, agreed });
    const result = await context.attempt(() => context.requests.planRollout(description));
    busy = false;
    problem = result.problem;
    refused = fieldsOf(problem?.fields ?? [], description);
    if (refused.size > 0) requestAnimationFrame(() => requestAnimationFrame(focusFirstWrong));
    if (result.value === undefined) return;
    reply = result.value;
    context.say(reply.rollout === null ? 'The pools were looked at; something blocks.' : 'The rollout is planned.');
    if (reply.rollout !== null) await replaceEarlier(reply.rollout);
    data.rollouts.load();
  };
  /** One that nobody has started and that was planned anew would only lie in the list. */
  const replaceEarlier = async (rollout: string): Promise<void> => {
    const before = earlier;
    earlier = rollout;
    if (before === undefined) return;
    const reason = `planned anew as ${rollout}`;
    await context.attempt(() => context.requests.commandRollout(before, { command: 'abort', reason }));
  };
  const start = async (rollout: string): Promise<void> => {
    const answer = await context.ask({
      title: `Start the rollout ${draft.choice.name} now?`,
      says: [
        `The pools of the first wave are begun${draft.choice.windows.length === 0 ? '' : ' when their windows open'}: hosts are taken out of service one after the other, emptied, installed anew and proven.`,
        'It goes on in the controller, whether this page is open or not, and can be paused, but not while a host installs.',
      ],
      ...{ does: 'Start', danger: false, reason: 'none' },
    });
    if (answer === null) return;
    const result = await context.attempt(() => context.requests.commandRollout(rollout, { command: 'start' }));
    problem = result.problem;
    if (result.value === undefined) return;
    draft.choice = firstRollout;
    data.apply('rollout', result.value);
    context.go(routeTo('rollouts', [rollout]));
  };
  const forget = async (): Promise<void> => {
    const answer = await context.ask({
      title: 'Begin anew?',
      says: ['All that was chosen on this page is forgotten. A rollout that was planned stays in the list.'],
      ...{ does: 'Begin anew', danger: false, reason: 'none' },
    });
    if (answer === null) return;
    tried = false;
    earlier = undefined;
    changed(firstRollout);
  };

  return {
    title: 'Plan a rollout',
    refresh: () => {
      data.pools.load();
      data.media.load();
    },
    render: () => html`
      ${pageHead({
        ...{ title: 'Plan a rollout', lead: 'Nothing is changed before the last step.' },
        above: { name: 'Rollouts', link: '#/rollouts' },
        ...(draft.choice === firstRollout
          ? {}
          : { actions: button({ label: 'Begin anew', kind: 'plain', press: () => void forget() }) }),
      })}
      ${stepsView(['Choose', 'Answer what is open', 'Look at the plan and start'], reply === undefined ? 0 : reply.rollout === null ? 1 : 2)}
      ${loaded(data.pools, (pools) =>
        rolloutForm({
          ...{ choice: draft.choice, pools, listed: listed(), media: data.media.value ?? [] },
          ...{ wrong: wrongNow(), changed, spreadBy },
          spreadChanged: (by) => {
            spreadBy = by;
            context.update();
          },
        }),
      )}
      <div class="buttons">
        ${planButton()}
        ${wrongNow().size === 0 ? nothing : html`<span class="soft">${count(wrongNow().size, 'thing is', 'things are')} still to be put right above.</span>`}
      </div>
      ${problemNote(problem)} ${reply === undefined ? nothing : outcome(reply)}
    `,
  };

  function planButton(): TemplateResult {
    const taken = poolsInOrder(draft.choice, listed()).length;
    const again = reply === undefined ? 'Look at the pools and plan' : 'Look and plan again';
    return button({
      ...{
        label: busy ? `Looking at ${count(taken, 'pool')} …` : again,
        busy,
        kind: reply === undefined ? 'first' : '',
      },
      whyNot: context.whyNot('operator'),
      press: () => void plan(),
    });
  }

  function outcome(value: RolloutReply): TemplateResult {
    const { fix } = draft.choice;
    const parts = {
      ...{
        reply: value,
        fix,
        waves: waveNames(draft.choice),
        atOnce: placesIn(draft.choice),
        whyNot: context.whyNot('operator'),
      },
      start: (rollout: string) => void start(rollout),
    };
    if (value.rollout !== null) return rolloutPlan(parts, value.rollout);
    return html`${questions(value, fix)} ${blockedPools(parts)}`;
  }

  function questions(value: RolloutReply, fix: boolean): TemplateResult | typeof nothing {
    const open = rolloutQuestions(value, fix);
    const asksForAgreement = rolloutAsksForAgreement(value);
    if (open.length === 0 && !asksForAgreement) return nothing;
    const missing = unanswered(open, consents) > 0 || (asksForAgreement && !agreed);
    return consentForm({
      ...{ questions: open, consents, agreement: asksForAgreement ? agreed : null },
      agree: (yes) => {
        agreed = yes;
        context.update();
      },
      answer: (check, reason) => {
        consents.set(check, reason);
        context.update();
      },
      action: button({
        ...{ label: busy ? 'Planning …' : 'Plan again with these answers', kind: 'first', busy },
        whyNot: missing ? 'Answer every question, or put right what it is about.' : null,
        press: () => void plan(),
      }),
    });
  }
}

function focusFirstWrong(): void {
  document.querySelector<HTMLElement>('#main [aria-invalid="true"], #main .wrong')?.focus();
}
