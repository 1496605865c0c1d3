import { createHash } from 'node:crypto';
import { jsonAnswer, type Answer } from '../../http/answer.ts';
import type { AppRegistration, Tenant } from '../../model/contract.ts';
import { requireRole } from '../access.ts';
import { predicateOf, type FilterProperty } from '../filter/evaluate.ts';
import { parseFilter } from '../filter/parse-filter.ts';
import { badRequest, resourceNotFound } from '../protocol/graph-error.ts';
import { contextUrl, type GraphCall } from '../protocol/graph-call.ts';
import { appRoles, exchangeResource, graphResource } from './app-roles.ts';
import { directoryPage, resourceUnits } from './directory-page.ts';
import { guidFrom, selected } from './object-json.ts';

const readers = ['Application.Read.All', 'Application.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'];

const grantReaders = ['Directory.Read.All', 'Directory.ReadWrite.All', 'DelegatedPermissionGrant.ReadWrite.All'];

interface Principal {
  readonly id: string;
  readonly appId: string;
  readonly displayName: string;
  readonly json: Readonly<Record<string, unknown>>;
  /** Absent for the resource applications of Microsoft. */
  readonly app: AppRegistration | undefined;
}

const filterable = new Map<string, FilterProperty<Principal>>([
  ['appid', { type: 'string', read: ({ appId }) => appId }],
  ['displayname', { type: 'string', read: ({ displayName }) => displayName }],
  ['id', { type: 'string', read: ({ id }) => id }],
]);

/**
 * `servicePrincipals`, `servicePrincipals/{id}`, `servicePrincipals(appId='…')` and their appRoleAssignments.
 * Errors: GraphError 403 without Application.Read.All, 404 Request_ResourceNotFound.
 */
export function answerServicePrincipals(graph: GraphCall): Answer | undefined {
  requireRole(graph.caller, readers);
  const [, key, part] = graph.segments;
  const all = principals(graph.simulation.tenant);
  if (key === undefined) return list(graph, all);
  const appId = /^appId=(.*)$/i.exec(key)?.[1];
  const found = all.find((principal) =>
    appId === undefined
      ? principal.id.toLowerCase() === key.toLowerCase()
      : principal.appId.toLowerCase() === appId.toLowerCase(),
  );
  if (found === undefined) throw resourceNotFound(appId ?? key);
  switch (part?.toLowerCase()) {
    case undefined:
      return jsonAnswer(
        200,
        {
          '@odata.context': contextUrl(graph, 'servicePrincipals/$entity'),
          ...selected(found.json, graph.options.select),
        },
        resourceUnits(graph, 1),
      );
    case 'approleassignments':
      return directoryPage(graph, {
        set: `servicePrincipals('${found.id}')/appRoleAssignments`,
        items: assignments(graph.simulation.tenant, found),
        write: (item) => item,
        resourceUnit: 2,
        count: false,
      });
    case 'oauth2permissiongrants':
      requireRole(graph.caller, grantReaders);
      return directoryPage(graph, {
        set: `servicePrincipals('${found.id}')/oauth2PermissionGrants`,
        items: consents(graph.simulation.tenant, found),
        write: (item) => item,
        resourceUnit: 2,
        count: false,
      });
    default:
      return undefined;
  }
}

function list(graph: GraphCall, all: readonly Principal[]): Answer {
  const { filter, select, count } = graph.options;
  const refuse = (name: string): Error =>
    badRequest(
      `Unsupported or invalid query filter clause specified for property '${name}' of resource 'ServicePrincipal'.`,
      'Request_UnsupportedQuery',
    );
  const test =
    filter === undefined
      ? undefined
      : predicateOf(parseFilter(filter), { type: 'servicePrincipal', properties: filterable, refuse });
  return directoryPage(graph, {
    set: 'servicePrincipals',
    items: all.filter((one) => test?.(one) ?? true),
    write: ({ json }) => selected(json, select),
    resourceUnit: 1,
    count,
  });
}

function principals(tenant: Tenant): readonly Principal[] {
  const granted = (resource: 'graph' | 'exchange'): string[] => tenant.apps.flatMap(({ roles }) => roles[resource]);
  return [
    ...tenant.apps.map(ofApp),
    ofResource(tenant, graphResource, granted('graph')),
    ofResource(tenant, exchangeResource, granted('exchange')),
  ];
}

function ofApp(app: AppRegistration): Principal {
  const json = {
    id: app.objectId,
    accountEnabled: app.enabled,
    appDisplayName: app.name,
    appId: app.clientId,
    appRoleAssignmentRequired: false,
    displayName: app.name,
    servicePrincipalNames: [app.clientId],
    servicePrincipalType: 'Application',
    signInAudience: 'AzureADMyOrg',
    tags: ['WindowsAzureActiveDirectoryIntegratedApp'],
    appRoles: [],
    keyCredentials: app.certificates.map(({ sha1, expires }) => ({
      customKeyIdentifier: sha1.toUpperCase(),
      displayName: `CN=${app.name}`,
      endDateTime: `${new Date(expires).toISOString().slice(0, 19)}Z`,
      key: null,
      keyId: guidFrom(`${app.clientId} ${sha1}`),
      type: 'AsymmetricX509Cert',
      usage: 'Verify',
    })),
    oauth2PermissionScopes: [],
    passwordCredentials: [],
    replyUrls: app.redirectUris,
  };
  return { id: app.objectId, appId: app.clientId, displayName: app.name, json, app };
}

type Resource = typeof graphResource | typeof exchangeResource;

function ofResource(tenant: Tenant, { appId, displayName }: Resource, granted: readonly string[]): Principal {
  const id = resourceObjectId(tenant, appId);
  const roles = appRoles(appId === graphResource.appId ? 'graph' : 'exchange', granted);
  const json = {
    id,
    accountEnabled: true,
    appDisplayName: displayName,
    appId,
    appRoleAssignmentRequired: false,
    displayName,
    servicePrincipalNames: [appId],
    servicePrincipalType: 'Application',
    signInAudience: 'AzureADMultipleOrgs',
    appRoles: roles.map(({ id: roleId, value }) => ({
      allowedMemberTypes: ['Application'],
      description: value,
      displayName: value,
      id: roleId,
      isEnabled: true,
      origin: 'Application',
      value,
    })),
  };
  return { id, appId, displayName, json, app: undefined };
}

function assignments(tenant: Tenant, { app, id, displayName }: Principal): readonly Record<string, unknown>[] {
  if (app?.consented !== true) return [];
  return (
    [
      ['graph', graphResource],
      ['exchange', exchangeResource],
    ] as const
  ).flatMap(([kind, resource]) => {
    const known = appRoles(kind, app.roles[kind]);
    return app.roles[kind].map((value) => {
      const role = known.find((candidate) => candidate.value === value);
      return {
        id: createHash('sha256').update(`${id} ${value}`).digest('base64url'),
        deletedDateTime: null,
        appRoleId: role?.id ?? null,
        createdDateTime: '2026-01-15T10:00:00Z',
        principalDisplayName: displayName,
        principalId: id,
        principalType: 'ServicePrincipal',
        resourceDisplayName: resource.displayName,
        resourceId: resourceObjectId(tenant, resource.appId),
      };
    });
  });
}

/** Delegated permissions that were consented to: for everybody, or by one person. A leading space occurs at Graph too. */
function consents(tenant: Tenant, { app, id }: Principal): readonly Record<string, unknown>[] {
  return (app?.delegatedConsents ?? []).map(({ personId, scopes }) => ({
    clientId: id,
    consentType: personId === null ? 'AllPrincipals' : 'Principal',
    id: createHash('sha256')
      .update(`${id} ${String(personId)} grant`)
      .digest('base64url'),
    principalId: personId,
    resourceId: resourceObjectId(tenant, graphResource.appId),
    scope: ` ${scopes.join(' ')}`,
  }));
}

/** Object ids of Microsoft's resource applications differ from tenant to tenant. */
const resourceObjectId = (tenant: Tenant, appId: string): string => guidFrom(`${tenant.id} ${appId}`);
