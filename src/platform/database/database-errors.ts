import { Failure } from '#evidence';

const lostCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOENT', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN']);
const lostMessages =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable/;

/**
 * What the driver throws, as a Failure where there is something to do about it.
 *
 * - A lost or refused connection, a full disk and too many connections are `unavailable`.
 * - A lock somebody else holds, a deadlock and a failed serialization are `conflict`.
 * - Everything else (a violated constraint, a wrong statement) stays as it came: see `violates`.
 */
export function translateError(error: unknown): unknown {
  if (error instanceof Failure || !(error instanceof Error)) return error;
  const code = (error as { code?: string }).code ?? '';
  if (lostCodes.has(code) || lostMessages.test(error.message)) return lost(error);
  switch (code.length === 5 ? code.slice(0, 2) : '') {
    case '08':
      return lost(error);
    case '57':
      return code === '57014' ? error : lost(error);
    case '53':
      return exhausted(error, code);
    case '28':
    case '3D':
      return refused(error);
    default:
      return contention(error, code);
  }
}

function lost(cause: Error): Failure {
  return new Failure('unavailable', `The connection to the database was lost: ${cause.message}`, {
    code: 'database-unavailable',
    fix: 'It is tried again by itself where that is safe; if it stays so, see whether the database runs.',
    cause,
  });
}

function exhausted(cause: Error, code: string): Failure {
  const full = code === '53100';
  return new Failure(
    'unavailable',
    full ? 'The disk of the database is full.' : `The database is at its limit: ${cause.message}`,
    {
      code: full ? 'database-disk-full' : 'database-exhausted',
      fix: full
        ? 'Make room on the disk, then go on: nothing acknowledged was lost.'
        : 'Fewer processes at once, or a larger max_connections.',
      cause,
    },
  );
}

function refused(cause: Error): Failure {
  return new Failure('denied', `The database refuses us: ${cause.message}`, {
    code: 'database-denied',
    fix: 'Correct the user, password or database name of CHAINMAIL_DATABASE_URL.',
    cause,
  });
}

function contention(error: Error, code: string): Error {
  if (code === '55P03') {
    return new Failure('conflict', 'Somebody else holds a lock of the database for too long.', {
      code: 'database-locked',
      cause: error,
    });
  }
  if (code === '25P03') {
    return new Failure('unavailable', 'A transaction did nothing for too long and was ended by the database.', {
      code: 'database-idle',
      cause: error,
    });
  }
  if (code === '40001' || code === '40P01') {
    return new Failure('conflict', `Two transactions were in each other's way: ${error.message}`, {
      code: 'database-contention',
      cause: error,
    });
  }
  return error;
}

export type Violation = 'unique' | 'foreign-key' | 'check' | 'not-null';

const violationCodes: Record<Violation, string> = {
  unique: '23505',
  'foreign-key': '23503',
  check: '23514',
  'not-null': '23502',
};

/** Whether an error is the violation of a constraint, of the named one if a name is given. */
export function violates(error: unknown, violation: Violation, constraint?: string): boolean {
  const { code, constraint: name } = (error ?? {}) as { code?: string; constraint?: string };
  return code === violationCodes[violation] && (constraint === undefined || name === constraint);
}
