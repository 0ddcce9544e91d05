/**
 * The tables of the journal, their version, and how each version is made from the one before. Appending is a function in the
 * database: one round trip, one transaction, and no client can leave out what it checks.
 */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { PostgresConnection } from './connection.js';

/** SQLSTATEs of our own, raised by drydock_append. */
export const leaseLostState = 'DD001';
export const movedOnState = 'DD002';

/** Whoever migrates holds it; any number that nobody else takes for an advisory lock. */
const migrationLock = 1_148_611_915;

/** What makes version n out of version n - 1. Never changed once released: another one is added. */
const migrations: readonly string[] = [
  `
CREATE TABLE drydock_record (
  sequence bigint PRIMARY KEY,
  id text NOT NULL UNIQUE,
  run text NOT NULL,
  at double precision NOT NULL,
  entry text NOT NULL,
  digest text NOT NULL,
  epoch bigint
);
-- One row: appending locks it, so that sequences rise without a gap in the order of the commits.
CREATE TABLE drydock_head (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  sequence bigint NOT NULL,
  digest text NOT NULL
);
INSERT INTO drydock_head (sequence, digest) VALUES (0, '');
CREATE TABLE drydock_lease (
  subject text PRIMARY KEY,
  holder text NOT NULL,
  epoch bigint NOT NULL,
  until timestamptz NOT NULL
);
CREATE FUNCTION drydock_append(
  p_id text, p_run text, p_at text, p_entry text, p_subject text, p_epoch bigint, p_last bigint
) RETURNS TABLE (sequence bigint, digest text) LANGUAGE plpgsql AS $function$
DECLARE
  head drydock_head%ROWTYPE;
BEGIN
  -- A pooler may have given us a session of other settings: what is told to be written must be on the disk.
  IF current_setting('synchronous_commit') NOT IN ('on', 'remote_apply') THEN
    PERFORM set_config('synchronous_commit', 'on', true);
  END IF;
  SELECT * INTO STRICT head FROM drydock_head FOR UPDATE;
  -- Asked again, since the answer to its commit was lost.
  RETURN QUERY SELECT r.sequence, r.digest FROM drydock_record r WHERE r.id = p_id;
  IF FOUND THEN RETURN; END IF;
  IF p_subject IS NOT NULL THEN
    -- Locked until the commit, so that nobody takes the lease over in between.
    PERFORM 1 FROM drydock_lease l
      WHERE l.subject = p_subject AND l.epoch = p_epoch AND l.until > clock_timestamp() FOR SHARE;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'the lease of % under epoch % has ended', p_subject, p_epoch USING ERRCODE = '${leaseLostState}';
    END IF;
  END IF;
  IF p_last IS NOT NULL AND p_last <> head.sequence THEN
    RAISE EXCEPTION 'the last record is % and not %', head.sequence, p_last USING ERRCODE = '${movedOnState}';
  END IF;
  sequence := head.sequence + 1;
  digest := encode(sha256(convert_to(
    head.digest || E'\\n' || sequence || E'\\n' || p_run || E'\\n' || p_at || E'\\n' || p_entry, 'UTF8')), 'hex');
  INSERT INTO drydock_record (sequence, id, run, at, entry, digest, epoch)
    VALUES (drydock_append.sequence, p_id, p_run, p_at::double precision, p_entry, drydock_append.digest, p_epoch);
  UPDATE drydock_head h SET sequence = drydock_append.sequence, digest = drydock_append.digest;
  RETURN NEXT;
END
$function$;
`,
  // The holder as well: a database that took over may have given an epoch before, and gives it again.
  `
DROP FUNCTION drydock_append(text, text, text, text, text, bigint, bigint);
CREATE FUNCTION drydock_append(
  p_id text, p_run text, p_at text, p_entry text, p_subject text, p_holder text, p_epoch bigint, p_last bigint
) RETURNS TABLE (sequence bigint, digest text) LANGUAGE plpgsql AS $function$
DECLARE
  head drydock_head%ROWTYPE;
BEGIN
  -- A pooler may have given us a session of other settings: what is told to be written must be on the disk.
  IF current_setting('synchronous_commit') NOT IN ('on', 'remote_apply') THEN
    PERFORM set_config('synchronous_commit', 'on', true);
  END IF;
  SELECT * INTO STRICT head FROM drydock_head FOR UPDATE;
  -- Asked again, since the answer to its commit was lost.
  RETURN QUERY SELECT r.sequence, r.digest FROM drydock_record r WHERE r.id = p_id;
  IF FOUND THEN RETURN; END IF;
  IF p_subject IS NOT NULL THEN
    -- Locked until the commit, so that nobody takes the lease over in between.
    PERFORM 1 FROM drydock_lease l
      WHERE l.subject = p_subject AND l.holder = p_holder AND l.epoch = p_epoch AND l.until > clock_timestamp()
      FOR SHARE;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'the lease of % under epoch % has ended, or % has it not', p_subject, p_epoch, p_holder USING ERRCODE = '${leaseLostState}';
    END IF;
  END IF;
  IF p_last IS NOT NULL AND p_last <> head.sequence THEN
    RAISE EXCEPTION 'the last record is % and not %', head.sequence, p_last USING ERRCODE = '${movedOnState}';
  END IF;
  sequence := head.sequence + 1;
  digest := encode(sha256(convert_to(
    head.digest || E'\\n' || sequence || E'\\n' || p_run || E'\\n' || p_at || E'\\n' || p_entry, 'UTF8')), 'hex');
  INSERT INTO drydock_record (sequence, id, run, at, entry, digest, epoch)
    VALUES (drydock_append.sequence, p_id, p_run, p_at::double precision, p_entry, drydock_append.digest, p_epoch);
  UPDATE drydock_head h SET sequence = drydock_append.sequence, digest = drydock_append.digest;
  RETURN NEXT;
END
$function$;
`,
  // What a holder does at this moment, for those who ask another controller: renewed with the lease, worth nothing after it.
  'ALTER TABLE drydock_lease ADD COLUMN told text;',
];

/** Of the tables that this version of Drydock makes, and works with. */
export const schemaVersion = migrations.length;

/** Makes the tables, or brings them to this version. @throws JOURNAL_REFUSED, STATE_CORRUPT when a newer version made them */
export async function prepareSchema(connection: PostgresConnection): Promise<void> {
  const found = await foundVersion(connection);
  if (found === schemaVersion) return;
  if (found > schemaVersion) throw otherVersion(connection, found);
  // As one text, so that all of it is one transaction; each step looks whether somebody else was faster.
  await connection.query(migrationText());
  const made = await foundVersion(connection);
  if (made !== schemaVersion) throw otherVersion(connection, made);
}

function migrationText(): string {
  const steps = migrations.map(
    (migration, index) => `IF (SELECT version FROM drydock_schema) = ${index} THEN
  EXECUTE $step$${migration}$step$;
  UPDATE drydock_schema SET version = ${index + 1};
END IF;`,
  );
  return `DO $all$ BEGIN
PERFORM pg_advisory_xact_lock(${migrationLock});
CREATE TABLE IF NOT EXISTS drydock_schema (version integer NOT NULL);
IF NOT EXISTS (SELECT FROM drydock_schema) THEN INSERT INTO drydock_schema VALUES (0); END IF;
${steps.join('\n')}
END $all$`;
}

/** Of the tables that are there; 0: there are none. */
export async function foundVersion(connection: PostgresConnection): Promise<number> {
  const [there] = await connection.query(`SELECT to_regclass('drydock_schema') IS NOT NULL AS known`);
  if (there?.['known'] !== true) return 0;
  const [row] = await connection.query('SELECT version FROM drydock_schema');
  return typeof row?.['version'] === 'number' ? row['version'] : 0;
}

function otherVersion(connection: PostgresConnection, found: number): DrydockError {
  return new DrydockError('STATE_CORRUPT', {
    attempted: 'opening the journal',
    subject: connection.shown,
    expected: `format version ${schemaVersion}`,
    found: String(found),
    remedy: 'The tables were made by another version of Drydock: run that one, or a newer one.',
  });
}
