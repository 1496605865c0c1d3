import { jsonAnswer, type Answer } from '../../http/answer.ts';
import type { AppRegistration } from '../../model/contract.ts';
import { requireRole } from '../access.ts';
import { contextUrl, type GraphCall } from '../protocol/graph-call.ts';
import { resourceNotFound } from '../protocol/graph-error.ts';
import { resourceUnits } from './directory-page.ts';
import { guidFrom, selected } from './object-json.ts';

const readers = ['Application.Read.All', 'Application.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'];

/**
 * `applications(appId='…')`: an app registration with the dates of its secrets and certificates, never their values.
 * Errors: GraphError 403 without Application.Read.All, 404 Request_ResourceNotFound.
 */
export function answerApplications(graph: GraphCall): Answer | undefined {
  requireRole(graph.caller, readers);
  const [, key, part] = graph.segments;
  const appId = /^appId=(.*)$/i.exec(key ?? '')?.[1];
  if (appId === undefined || part !== undefined) return undefined;
  const app = graph.simulation.tenant.apps.find(({ clientId }) => clientId.toLowerCase() === appId.toLowerCase());
  if (app === undefined) throw resourceNotFound(appId);
  const json = selected(applicationJson(app), graph.options.select);
  const body = { '@odata.context': contextUrl(graph, 'applications/$entity'), ...json };
  return jsonAnswer(200, body, resourceUnits(graph, 1));
}

function applicationJson(app: AppRegistration): Readonly<Record<string, unknown>> {
  return {
    id: guidFrom(`${app.clientId} application`),
    appId: app.clientId,
    displayName: app.name,
    signInAudience: 'AzureADMyOrg',
    passwordCredentials: app.secrets.map(({ id, value, expires }) => ({
      customKeyIdentifier: null,
      displayName: 'Client secret',
      endDateTime: seconds(expires),
      hint: value.slice(0, 3),
      keyId: id,
      secretText: null,
      startDateTime: seconds(expires - 365 * 86_400_000),
    })),
    keyCredentials: app.certificates.map(({ sha1, expires }) => ({
      customKeyIdentifier: sha1.toUpperCase(),
      displayName: `CN=${app.name}`,
      endDateTime: seconds(expires),
      key: null,
      keyId: guidFrom(`${app.clientId} ${sha1}`),
      startDateTime: seconds(expires - 365 * 86_400_000),
      type: 'AsymmetricX509Cert',
      usage: 'Verify',
    })),
  };
}

function seconds(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}
