import type { Static } from 'typebox';
import Type from 'typebox';
import { Failure } from '#evidence';
import type { ResourceName } from '../capabilities/permission.ts';
import { resources } from '../capabilities/permission.ts';
import type { OpenConnection } from '../connections/connection.ts';
import { pages } from '../graph/page.ts';
import { query, segment } from '../graph/target.ts';
import type { TokenClaims } from '../sign-in/token-claims.ts';
import { attempt } from './check-result.ts';

const Principal = Type.Object({ id: Type.String() });
const AppRole = Type.Object({ id: Type.String(), value: Type.Optional(Type.Union([Type.String(), Type.Null()])) });
const ResourcePrincipal = Type.Object({ id: Type.String(), appId: Type.String(), appRoles: Type.Array(AppRole) });
const Assignment = Type.Object({ appRoleId: Type.Union([Type.String(), Type.Null()]), resourceId: Type.String() });
type Assignment = Static<typeof Assignment>;

export interface Grant {
  readonly resource: ResourceName;
  readonly name: string;
}

/** What was granted, and how that is known. */
export interface Grants {
  readonly grants: readonly Grant[];
  /** `token`: permissions of Graph only; what Exchange Online granted does not show. */
  readonly source: 'directory' | 'token';
}

const noRole = '00000000-0000-0000-0000-000000000000';

/** Reads what was granted at both services from the directory; from the token where the directory may not be read. */
export async function readGrants(open: OpenConnection, claims: TokenClaims, signal: AbortSignal): Promise<Grants> {
  const read = await attempt(readAssignments(open, signal));
  if (!(read instanceof Failure)) return { grants: read, source: 'directory' };
  return { grants: claims.roles.map((name) => ({ resource: 'graph', name })), source: 'token' };
}

async function readAssignments(open: OpenConnection, signal: AbortSignal): Promise<readonly Grant[]> {
  const { directory, connection } = open;
  const own = `/servicePrincipals(appId='${connection.clientId}')${query({ $select: 'id' })}`;
  const { value: principal } = await directory.request({ target: own, schema: Principal, signal });
  const assignments: Assignment[] = [];
  const target = `/servicePrincipals/${segment(principal.id)}/appRoleAssignments`;
  for await (const page of pages(directory, Assignment, { target, signal })) assignments.push(...page);
  const grants: Grant[] = [];
  for (const name of ['graph', 'exchange'] as const) {
    const roles = await readRoles(open, name, signal);
    for (const { resourceId, appRoleId } of assignments) {
      if (roles === null || resourceId !== roles.id || appRoleId === noRole) continue;
      grants.push({
        resource: name,
        name: roles.names.get(appRoleId ?? '') ?? `a permission with the id ${String(appRoleId)}`,
      });
    }
  }
  return grants;
}

async function readRoles(
  open: OpenConnection,
  name: ResourceName,
  signal: AbortSignal,
): Promise<{ id: string; names: ReadonlyMap<string, string> } | null> {
  const target = `/servicePrincipals(appId='${resources[name].appId}')${query({ $select: 'id,appId,appRoles' })}`;
  const read = await attempt(open.directory.request({ target, schema: ResourcePrincipal, signal }));
  if (!(read instanceof Failure)) {
    return { id: read.value.id, names: new Map(read.value.appRoles.map((role) => [role.id, role.value ?? role.id])) };
  }
  // A tenant that never used Exchange Online has no principal for it, and so nothing granted there.
  if (read.kind === 'not-found') return null;
  throw read;
}
