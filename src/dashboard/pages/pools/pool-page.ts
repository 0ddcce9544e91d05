/** One pool: its hosts with their versions, and a check of it against a medium, with what can be put right at once. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { PoolReply } from '../../../contract/api/pools.js';
import type { Context, Page } from '../../app/context.js';
import { problemOf, type Problem } from '../../model/problem.js';
import { routeTo, type Route } from '../../model/routes.js';
import { count } from '../../model/units.js';
import { badge } from '../../parts/badge.js';
import { button } from '../../parts/button.js';
import { card } from '../../parts/card.js';
import { facts } from '../../parts/facts.js';
import { pageHead } from '../../parts/head.js';
import { loaded } from '../../parts/loaded.js';
import { note, problemNote } from '../../parts/note.js';
import { hostTable } from './host-table.js';
import { poolCheck } from './pool-check.js';
import { poolLogIn } from './pool-log-in.js';

export function poolPage(context: Context, route: Route): Page {
  const name = route.parts[0] ?? '';
  const pool = context.resource(() => context.requests.pool(name));
  const check = poolCheck(context, pool, name);
  const logIn = poolLogIn(context, pool, name);
  let problem: Problem | undefined;
  const forget = async (): Promise<void> => {
    const answer = await context.ask({
      title: `Forget the pool ${name}?`,
      says: [
        'Nothing is changed on the pool, and the journal and reports of its runs stay.',
        'Its pinned certificates are forgotten, and its password where it was typed into this dashboard.',
      ],
      ...{ does: 'Forget it', danger: true, reason: 'none' },
    });
    if (answer === null) return;
    problem = (await context.attempt(() => context.requests.removePool(name))).problem;
    if (problem !== undefined) return;
    // At once: read anew, the list would show it for a moment as if it were still known.
    const { pools } = context.data;
    if (pools.value !== undefined) pools.set(pools.value.filter((known) => known.name !== name));
    context.go('#/pools');
  };
  const forgetButton = (): TemplateResult =>
    button({
      ...{ label: 'Forget this pool', kind: 'plain', press: () => void forget() },
      whyNot:
        context.whyNot('administrator') ?? (pool.value?.run == null ? null : 'Its run has not ended, and needs it.'),
    });
  return {
    title: name,
    refresh: () => pool.load(),
    leave: logIn.leave,
    event: (event, data) => {
      if (event === 'pool' && (data as { pool: string }).pool === name) pool.load();
    },
    render: () => html`
      ${pageHead({ title: name, above: { name: 'Pools', link: '#/pools' }, actions: html`${forgetButton()} ${actions(name, pool.value)}` })}
      ${problemNote(problem)}
      ${loaded(pool, (value) => html`${readingView(value, context)} ${check(value)} ${logIn.view(value)}`)}
    `,
  };
}

function actions(name: string, pool: PoolReply | undefined): TemplateResult {
  if (pool?.run !== undefined && pool.run !== null)
    return html`<a class="button first" href=${routeTo('runs', [pool.run])}>Go to its run</a>`;
  return html`<a class="button first" href=${routeTo('start', [], { pool: name })}>Upgrade this pool</a>`;
}

function readingView(pool: PoolReply, { instants }: Context): TemplateResult {
  const { reading, error } = pool;
  if (reading === null) return html`${problemNote(error === null ? undefined : problemOf(error, 409))}`;
  const versions = new Set(reading.hosts.map(({ versions: { product, build } }) => `${product ?? ''} ${build ?? ''}`));
  return html`
    ${reading.claim === null ? nothing : note({ tone: 'busy', title: 'A run has this pool', text: reading.claim })}
    ${card({
      title: 'Hosts',
      lead: `As the pool told it at ${instants.full(reading.at)}.`,
      ...(versions.size > 1 ? { aside: badge('care', 'mixed versions') } : {}),
      content: hostTable(reading),
    })}
    ${card({
      title: 'The pool',
      content: facts([
        ['Known to itself as', reading.name === '' ? 'nothing: it has no name' : reading.name],
        ['Hosts', count(reading.hosts.length, 'host')],
        ['High availability', reading.haEnabled ? 'on' : 'off'],
        ['Workload balancing', reading.wlbEnabled ? 'on' : 'off'],
        ['Rolling upgrade', reading.rollingUpgrade ? 'under way, by its own word' : 'none'],
        [
          'Looks inside by SSH',
          pool.ssh ? 'yes' : html`no: some checks stay unknown. <code>drydock pool ssh ${pool.name}</code>`,
        ],
      ]),
    })}
  `;
}
