import { jsonAnswer, type Answer } from '../../http/answer.ts';
import { requireRole } from '../access.ts';
import { resourceNotFound } from '../protocol/graph-error.ts';
import { contextUrl, type GraphCall } from '../protocol/graph-call.ts';
import { directoryPage, resourceUnits } from './directory-page.ts';
import { getGroup, listGroupMembers, listGroups } from './groups.ts';
import { licenceDetail, subscribedSku } from './licences.ts';
import { answerApplications } from './applications.ts';
import { answerServicePrincipals } from './service-principals.ts';
import { countUsers, getUser, listUsers, personOf } from './users.ts';

const organizationReaders = [
  'User.Read.All',
  'Organization.Read.All',
  'Organization.ReadWrite.All',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
];
const licenceReaders = [
  'LicenseAssignment.Read.All',
  'LicenseAssignment.ReadWrite.All',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
];
const skuReaders = [...licenceReaders, 'Organization.Read.All', 'Organization.ReadWrite.All'];
const detailReaders = [...licenceReaders, 'User.Read.All', 'User.ReadWrite.All'];

/** Answers GET on directory objects; undefined for what is not known. */
export function answerDirectory(graph: GraphCall): Answer | undefined {
  const [head = '', id, part, ...more] = graph.segments;
  if (more.length > 0) return undefined;
  switch (head.toLowerCase()) {
    case 'users':
      return userRoute(graph, id, part);
    case 'groups':
      if (id === undefined) return listGroups(graph);
      if (part === undefined) return getGroup(graph, id);
      return part.toLowerCase() === 'members' ? listGroupMembers(graph, id) : undefined;
    case 'subscribedskus':
      return id === undefined ? listSkus(graph) : undefined;
    case 'organization':
      return part === undefined ? organization(graph, id) : undefined;
    case 'applications':
      return answerApplications(graph);
    case 'serviceprincipals':
      return answerServicePrincipals(graph);
    default:
      return undefined;
  }
}

function userRoute(graph: GraphCall, id: string | undefined, part: string | undefined): Answer | undefined {
  if (id === undefined) return listUsers(graph);
  if (id === '$count' && part === undefined) return countUsers(graph);
  if (part === undefined) return getUser(graph, id);
  return part.toLowerCase() === 'licensedetails' ? listLicenceDetails(graph, id) : undefined;
}

function listLicenceDetails(graph: GraphCall, id: string): Answer {
  requireRole(graph.caller, detailReaders);
  const { skus } = graph.simulation.tenant;
  const held = personOf(graph, id).assignedLicenses.flatMap(({ skuId }) => skus.filter((sku) => sku.skuId === skuId));
  return directoryPage(graph, {
    set: `users('${encodeURIComponent(id)}')/licenseDetails`,
    items: held,
    write: licenceDetail,
    resourceUnit: 2,
    count: false,
  });
}

function listSkus(graph: GraphCall): Answer {
  requireRole(graph.caller, skuReaders);
  const { tenant } = graph.simulation;
  return directoryPage(graph, {
    set: 'subscribedSkus',
    items: tenant.skus,
    write: (sku) => subscribedSku(tenant, sku),
    resourceUnit: 3,
    count: false,
  });
}

function organization(graph: GraphCall, id: string | undefined): Answer {
  requireRole(graph.caller, organizationReaders);
  const { tenant } = graph.simulation;
  const values: Readonly<Record<string, unknown>> = {
    id: tenant.id,
    displayName: tenant.displayName,
    tenantType: 'AAD',
    createdDateTime: '2024-01-02T09:00:00Z',
    countryLetterCode: 'NL',
    preferredLanguage: 'en',
    verifiedDomains: tenant.verifiedDomains.map((name) => ({
      capabilities: 'Email, OfficeCommunicationsOnline',
      isDefault: name === tenant.domain,
      isInitial: name.endsWith('.onmicrosoft.com'),
      name,
      type: 'Managed',
    })),
  };
  const { select } = graph.options;
  const json =
    select === undefined
      ? values
      : Object.fromEntries(select.filter((name) => name in values).map((name) => [name, values[name]]));
  if (id === undefined)
    return directoryPage(graph, {
      set: 'organization',
      items: [json],
      write: (item) => item,
      resourceUnit: 1,
      count: false,
    });
  if (id.toLowerCase() !== tenant.id.toLowerCase()) throw resourceNotFound(id);
  return jsonAnswer(
    200,
    { '@odata.context': contextUrl(graph, 'organization/$entity'), ...json },
    resourceUnits(graph, 1),
  );
}
