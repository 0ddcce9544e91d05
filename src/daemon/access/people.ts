/** Adding, changing and removing people; pure but for the hashing, so that the file is changed in one step. */
import { randomBytes } from 'node:crypto';
import type { Role } from '../../contract/api/roles.js';
import { longestName } from '../../contract/api/session.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { nearestWord } from '../../shared/nearest-word.js';
import type { Access, Person } from './access-file.js';
import type { PasswordHash } from './password-hash.js';

interface NewPerson {
  readonly name: string;
  readonly role: Role;
  readonly password: PasswordHash;
  readonly by: string;
  readonly at: number;
}

/** @throws ACCESS_NAME_INVALID, ACCESS_NAME_TAKEN */
export function addPerson(access: Access, { name, role, password, by, at }: NewPerson): Access {
  requireName(name);
  if (access.people.some((person) => isSame(person.name, name)))
    throw new DrydockError('ACCESS_NAME_TAKEN', { attempted: 'adding a person', subject: name });
  const person = { name, role, password, revision: newRevision(), createdAt: at, createdBy: by, changedAt: at };
  return { ...access, people: [...access.people, person] };
}

interface PersonChange {
  readonly role?: Role | undefined;
  readonly password?: PasswordHash | undefined;
}

/** The sessions of that person end with it. @throws ACCESS_UNKNOWN */
export function changePerson(access: Access, name: string, { role, password }: PersonChange, at: number): Access {
  const found = requirePerson(access, name);
  const changed: Person = {
    ...found,
    ...(role === undefined ? {} : { role }),
    ...(password === undefined ? {} : { password }),
    revision: newRevision(),
    changedAt: at,
  };
  return { ...access, people: access.people.map((person) => (person === found ? changed : person)) };
}

/** @throws ACCESS_UNKNOWN */
export function removePerson(access: Access, name: string): Access {
  const found = requirePerson(access, name);
  return { ...access, people: access.people.filter((person) => person !== found) };
}

export function findPerson(access: Access, name: string): Person | undefined {
  return access.people.find((person) => isSame(person.name, name));
}

/** @throws ACCESS_UNKNOWN */
export function requirePerson(access: Access, name: string): Person {
  const found = findPerson(access, name);
  if (found !== undefined) return found;
  const meant = nearestWord(
    name,
    access.people.map((person) => person.name),
  );
  throw new DrydockError('ACCESS_UNKNOWN', {
    attempted: 'looking up a person',
    subject: name,
    ...(meant === undefined ? {} : { found: `${meant}, did you mean that?` }),
  });
}

const nameForm = /^[\p{L}\p{N}](?:[\p{L}\p{N} ._@-]*[\p{L}\p{N}._@-])?$/u;

/** @throws ACCESS_NAME_INVALID */
export function requireName(name: string): void {
  if (name.length <= longestName && nameForm.test(name)) return;
  throw new DrydockError('ACCESS_NAME_INVALID', {
    attempted: 'naming a person or token',
    subject: name.slice(0, longestName),
  });
}

/** `Anna` must not be somebody else than `anna`. */
export function isSame(one: string, other: string): boolean {
  return one.normalize('NFKC').toLowerCase() === other.normalize('NFKC').toLowerCase();
}

function newRevision(): string {
  return randomBytes(9).toString('base64url');
}
