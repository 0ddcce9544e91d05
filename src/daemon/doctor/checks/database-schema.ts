/** The tables of the journal: a newer Drydock changes them for good, and an older one beside it is refused from then on. */
import { schemaVersion } from '../../../journal/postgres/schema.js';
import { found, pass, type DoctorCheck } from '../doctor-check.js';
import { surveyOf } from '../facts/database.js';

export const databaseSchema: DoctorCheck = {
  id: 'database-schema',
  title: 'The tables of the journal are of the version that this Drydock works with',
  severities: ['pass', 'info', 'warning', 'failure'],
  remedy: 'Update all controllers of the database together; docs/several-controllers.md says how.',
  judge: ({ database }) => {
    const survey = surveyOf(database);
    if (database === null || survey === undefined) return [];
    const { shown } = database;
    const { schema } = survey;
    if (schema === schemaVersion) return [pass(shown, `Version ${schema}.`)];
    if (schema === 0) {
      const remedy = '"drydock serve" makes them; "drydock journal copy" does where a journal moves there.';
      return [found('info', shown, { reason: 'There are none yet.', remedy })];
    }
    if (schema < schemaVersion) {
      const reason = `They are of version ${schema}; the first controller of this Drydock makes version ${schemaVersion} of them, and older ones are refused from then on.`;
      return [found('warning', shown, { reason, remedy: databaseSchema.remedy })];
    }
    const reason = `They are of version ${schema}, and this Drydock knows ${schemaVersion}: it is refused.`;
    return [found('failure', shown, { reason, remedy: 'Update Drydock on this machine.' })];
  },
};
