import { Failure } from '#evidence';

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const domainForm = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/;
const nameForm = /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,99}$/u;

/** The domain a tenant was given by; null when it was given by its id. */
export const domainOf = (tenant: string): string | null => (guid.test(tenant) ? null : tenant);

/** A name as it is saved. Failure `malformed`. */
export function checkedName(name: string): string {
  const trimmed = name.trim();
  if (nameForm.test(trimmed) && !guid.test(trimmed)) return trimmed;
  throw new Failure('malformed', `"${name}" cannot be the name of a connection.`, {
    code: 'bad-connection-name',
    fix: 'Use up to 100 letters, digits, spaces, dots, dashes and underscores, beginning with a letter or digit.',
  });
}

/** Failure `malformed` unless it is a directory id or a domain. */
export function checkedTenant(tenant: string): string {
  const trimmed = tenant.trim().toLowerCase();
  if (guid.test(trimmed) || domainForm.test(trimmed)) return trimmed;
  throw new Failure('malformed', `"${tenant}" is neither a directory id nor a domain.`, {
    code: 'bad-tenant',
    fix: 'Give the directory id (a GUID, "Directory (tenant) ID" in Entra) or a verified domain such as contoso.onmicrosoft.com.',
  });
}

/** Failure `malformed` unless it is a GUID. */
export function checkedClientId(clientId: string): string {
  const trimmed = clientId.trim().toLowerCase();
  if (guid.test(trimmed)) return trimmed;
  throw new Failure('malformed', `"${clientId}" is not a client id.`, {
    code: 'bad-client-id',
    fix: 'Copy "Application (client) ID" from the overview page of the app registration; it is a GUID.',
  });
}
