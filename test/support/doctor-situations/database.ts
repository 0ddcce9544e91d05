/** Situations of doctor’s checks of the database that a journal may be kept in. */
import type { DatabaseFacts } from '../../../src/daemon/doctor/facts/database.js';
import { surveyOf } from '../../../src/daemon/doctor/facts/database.js';
import { known, unknown } from '../../../src/daemon/doctor/known.js';
import type { DoctorFacts } from '../../../src/daemon/doctor/doctor-facts.js';
import { schemaVersion } from '../../../src/journal/postgres/schema.js';
import type { DatabaseSurvey, OpenRollout, OpenRun } from '../../../src/journal/postgres/survey.js';
import { healthyFacts } from '../doctor-facts.js';
import type { Situations } from './situation.js';

const healthy = healthyFacts.database;
const survey = surveyOf(healthy);
if (healthy === null || survey === undefined) throw new Error('the healthy machine has a database');

const file: Partial<DoctorFacts> = { database: null };
const databaseWith = (changes: Partial<DatabaseFacts>): Partial<DoctorFacts> => ({
  database: { ...healthy, ...changes },
});
const answering = (changes: Partial<DatabaseSurvey>): Partial<DoctorFacts> =>
  databaseWith({ answer: { ...survey, ...changes } });
const serving = (changes: Partial<DatabaseSurvey['settings']>): Partial<DoctorFacts> =>
  answering({ settings: { ...survey.settings, ...changes } });
const failing = (problem: 'away' | 'refused' | 'other', reason: string): Partial<DoctorFacts> =>
  databaseWith({ answer: { problem, reason } });
const silent = failing('away', 'connect ECONNREFUSED');
const withRun = (changes: Partial<OpenRun>, uuid?: string): Partial<DoctorFacts> => ({
  ...answering({
    openRuns: [{ ...{ run: 'run-1', pool: 'lab', poolUuid: 'u-1', isUnderWay: true, holder: 'jump2' }, ...changes }],
  }),
  pools: known([{ pool: 'lab', ...(uuid === undefined ? {} : { uuid }), hosts: known([]) }]),
});

const withRollout = (changes: Partial<OpenRollout>): Partial<DoctorFacts> => ({
  ...answering({
    openRollouts: [{ ...{ rollout: 'rollout-1', pools: ['lab'], isUnderWay: true, holder: undefined }, ...changes }],
  }),
  pools: known([{ pool: 'lab', hosts: known([]) }]),
});

export const databaseSituations: Situations = {
  'database-reachable': [
    { when: 'the journal is a file', facts: file, finds: [] },
    { when: 'nobody answers', facts: silent, finds: [['failure', /ECONNREFUSED.*firewall/]] },
    {
      when: 'the password is wrong',
      facts: failing('refused', 'password authentication failed'),
      finds: [['failure', /cannot be used: password.*pg_hba/]],
    },
    {
      when: 'the file of the password is another user’s',
      facts: failing('other', 'EACCES'),
      finds: [['unknown', /EACCES.*as the user of the controller/]],
    },
  ],
  'database-tls': [
    { when: 'the journal is a file', facts: file, finds: [] },
    { when: 'nobody answers', facts: silent, finds: [] },
    {
      when: 'TLS is off on the way to another machine',
      facts: databaseWith({ tls: 'off' }),
      finds: [['warning', /TLS is off.*postgres\.ca/]],
    },
    {
      when: 'TLS is off on this machine',
      facts: databaseWith({ tls: 'off', isLocal: true }),
      finds: [['pass', /on this machine/]],
    },
    {
      when: 'any certificate of the authority will do',
      facts: databaseWith({ tls: 'verify-ca' }),
      finds: [['warning', /TLSv1\.3.*any host/]],
    },
    {
      when: 'the name is left out on this machine',
      facts: databaseWith({ tls: 'verify-ca', isLocal: true }),
      finds: [['notice', /any host/]],
    },
    {
      when: 'a pooler stands in between',
      facts: answering({ tlsVersion: null }),
      finds: [['pass', /TLS, and the certificate/]],
    },
  ],
  'database-fit': [
    { when: 'the journal is a file', facts: file, finds: [] },
    { when: 'nobody answers', facts: silent, finds: [] },
    { when: 'the server is too old', facts: serving({ version: 100_023 }), finds: [['failure', /version 10.*UTF8/]] },
    {
      when: 'the database has another encoding',
      facts: serving({ encoding: 'SQL_ASCII' }),
      finds: [['failure', /SQL_ASCII/]],
    },
    {
      when: 'it is a standby',
      facts: answering({ isStandby: true }),
      finds: [['failure', /standby.*written to/]],
    },
  ],
  'database-durable': [
    { when: 'the journal is a file', facts: file, finds: [] },
    { when: 'nobody answers', facts: silent, finds: [] },
    {
      when: 'nothing is synced',
      facts: serving({ fsync: false, fullPageWrites: false }),
      finds: [
        ['failure', /fsync is off/],
        ['failure', /full_page_writes is off.*pg_reload_conf/],
        ['pass', /./],
        ['pass', /./],
      ],
    },
    {
      when: 'commits run ahead of the disk by default',
      facts: serving({ synchronousCommit: 'off' }),
      finds: [
        ['pass', /./],
        ['info', /It is off; each record switches it on/],
        ['pass', /./],
      ],
    },
    {
      when: 'there is no synchronous standby',
      facts: answering({ synchronousStandbys: '' }),
      finds: [
        ['pass', /./],
        ['pass', /./],
        ['info', /may lack the last records/],
      ],
    },
  ],
  'database-schema': [
    { when: 'the journal is a file', facts: file, finds: [] },
    { when: 'nobody answers', facts: silent, finds: [] },
    { when: 'it is empty', facts: answering({ schema: 0 }), finds: [['info', /none yet/]] },
    {
      when: 'an older Drydock made the tables',
      facts: answering({ schema: schemaVersion - 1 }),
      finds: [['warning', /older ones are refused.*together/]],
    },
    {
      when: 'a newer Drydock made them',
      facts: answering({ schema: schemaVersion + 1 }),
      finds: [['failure', /it is refused.*Update Drydock/]],
    },
  ],
  'database-clock': [
    { when: 'the journal is a file', facts: file, finds: [] },
    { when: 'nobody answers', facts: silent, finds: [] },
    { when: 'it is 20 s ahead', facts: answering({ ahead: 20_000 }), finds: [['notice', /20\.0 s ahead/]] },
    {
      when: 'it is an hour behind',
      facts: answering({ ahead: -3_600_000 }),
      finds: [['warning', /behind.*same time/]],
    },
  ],
  'database-latency': [
    { when: 'the journal is a file', facts: file, finds: [] },
    { when: 'nobody answers', facts: silent, finds: [] },
    { when: 'a commit takes long', facts: answering({ commit: 70 }), finds: [['notice', /70 ms/]] },
    { when: 'a commit takes very long', facts: answering({ commit: 400 }), finds: [['warning', /400 ms.*disk/]] },
    { when: 'nothing can be written', facts: answering({ commit: null }), finds: [['unknown', /no commit/]] },
  ],
  'database-pools': [
    { when: 'the journal is a file', facts: file, finds: [] },
    { when: 'nobody answers', facts: silent, finds: [] },
    {
      when: 'the known pools cannot be read',
      facts: { pools: unknown('EACCES') },
      finds: [['unknown', /EACCES/]],
    },
    { when: 'the pool is known and worked on', facts: withRun({}, 'u-1'), finds: [['pass', /jump2 has it/]] },
    {
      when: 'the pool of a planned run is known',
      facts: withRun({ isUnderWay: false, holder: undefined }),
      finds: [['pass', /no controller has it/]],
    },
    {
      when: 'a known pool is worked on by nobody',
      facts: withRun({ holder: undefined }),
      finds: [['warning', /stands still.*drydock serve/]],
    },
    {
      when: 'another controller has a pool that is not known here',
      facts: withRun({ pool: 'attic' }),
      finds: [['notice', /attic is not known.*jump2 has it.*pool add/]],
    },
    {
      when: 'nobody has a pool that is not known here',
      facts: withRun({ pool: 'attic', holder: undefined }),
      finds: [['failure', /stands still/]],
    },
    {
      when: 'a planned run is of a pool that is not known here',
      facts: withRun({ pool: 'attic', holder: undefined, isUnderWay: false }),
      finds: [['notice', /attic/]],
    },
    {
      when: 'the name means another pool here',
      facts: withRun({}, 'u-2'),
      finds: [['failure', /another pool here \(u-2\)/]],
    },
    {
      when: 'the pools of a rollout are known, and another controller drives it',
      facts: withRollout({ holder: 'jump2' }),
      finds: [['pass', /yet to be begun are known here; jump2 has it/]],
    },
    {
      when: 'the pools of a rollout are known, and nobody drives it',
      facts: withRollout({}),
      finds: [['warning', /rollout stands still.*drydock serve/]],
    },
    {
      when: 'another controller drives a rollout with pools that are not known here',
      facts: withRollout({ pools: ['lab', 'attic', 'cellar'], holder: 'jump2' }),
      finds: [['notice', /attic, cellar: not known.*jump2 has it.*pool add/]],
    },
    {
      when: 'nobody drives a rollout with pools that are not known here',
      facts: withRollout({ pools: ['attic'] }),
      finds: [['failure', /attic: not known.*stands still/]],
    },
    {
      when: 'a rollout was not started yet, and its pools are not known here',
      facts: withRollout({ pools: ['attic'], isUnderWay: false }),
      finds: [['notice', /attic/]],
    },
  ],
};
