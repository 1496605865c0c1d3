import type { AppRegistration } from '../src/model/contract.ts';
import type { SimulatedTenant } from '../src/start.ts';

/** One object of an answer, with the fields that tests read by name. */
export interface Item {
  readonly [name: string]: unknown;
  readonly id: string;
  readonly resourceId: string;
  readonly appRoleId: string;
  readonly skuId: string;
  readonly displayName: string;
  readonly userPrincipalName: string;
  readonly subject: string;
  readonly receivedDateTime: string;
  readonly parentFolderId: string;
  readonly changeKey: string;
  readonly internetMessageId: string;
  readonly contentBytes: string;
  readonly body: { readonly contentType: string; readonly content: string };
  readonly targetId: string;
  readonly isRead: boolean;
  readonly '@removed'?: { readonly reason: string };
  readonly '@odata.type'?: string;
  readonly item: Item;
  readonly singleValueExtendedProperties: unknown;
}

/** What JSON answers of sign-in, Graph and control hold; which of it is there depends on what was asked. */
export interface Json extends Item {
  readonly '@odata.nextLink'?: string;
  readonly '@odata.deltaLink': string;
  readonly '@odata.count': number;
  readonly value: readonly Item[];
  readonly error: { readonly code: string; readonly message: string; readonly innerError: unknown };
  readonly responses: readonly {
    readonly id: string;
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: Json;
  }[];
  readonly access_token: string;
  readonly error_description: string;
  readonly error_codes: readonly number[];
  readonly requests: readonly Item[];
  readonly roles: { readonly graph: readonly string[] };
  readonly appRoles: readonly { readonly id: string; readonly value: string }[];
  readonly inPlaceArchiveMailboxId: string;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Json;
  /** The first item of a page. */
  readonly first: Item;
}

export interface Client {
  readonly token: string;
  get(path: string, headers?: Record<string, string>): Promise<Reply>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Reply>;
  /** Follows nextLinks to the end; gives the pages. */
  pages(path: string, headers?: Record<string, string>): Promise<Reply[]>;
}

export const immutable = { Prefer: 'IdType="ImmutableId"' };

export function appNamed({ apps }: SimulatedTenant, name: string): AppRegistration {
  const app = apps.find((candidate) => candidate.name === name);
  if (app === undefined) throw new Error(`no app ${name}`);
  return app;
}

export async function replyOf(response: Response): Promise<Reply> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  const json = (isJson ? JSON.parse(text) : {}) as Json;
  return {
    status: response.status,
    headers: response.headers,
    text,
    json,
    get first() {
      const [item] = json.value;
      if (item === undefined) throw new Error(`no item in ${text}`);
      return item;
    },
  };
}

export async function requestToken(
  simulated: SimulatedTenant,
  form: Record<string, string>,
  tenant = simulated.tenantId,
): Promise<Reply> {
  return replyOf(
    await fetch(`${simulated.url}/${tenant}/oauth2/v2.0/token`, { method: 'POST', body: new URLSearchParams(form) }),
  );
}

export function secretForm(app: AppRegistration): Record<string, string> {
  return {
    grant_type: 'client_credentials',
    client_id: app.clientId,
    client_secret: app.secrets[0]?.value ?? '',
    scope: 'https://graph.microsoft.com/.default',
  };
}

export interface Claims {
  readonly aud: string;
  readonly appidacr: string;
  readonly exp: number;
  readonly iat: number;
  readonly roles?: readonly string[];
}

export function claimsOf(token: string): Claims {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Claims;
}

/** A Graph client of the app with this name, signed in by its secret. */
export async function signedIn(simulated: SimulatedTenant, name = 'chainmail'): Promise<Client> {
  const reply = await requestToken(simulated, secretForm(appNamed(simulated, name)));
  if (reply.status !== 200) throw new Error(reply.text);
  const token = reply.json.access_token;
  const absolute = (path: string): string => (path.startsWith('http') ? path : simulated.url + path);
  const get: Client['get'] = async (path, headers = {}) =>
    replyOf(await fetch(absolute(path), { headers: { Authorization: `Bearer ${token}`, ...headers } }));
  return {
    token,
    get,
    async post(path, body, headers = {}) {
      const all = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...headers };
      return replyOf(await fetch(absolute(path), { method: 'POST', headers: all, body: JSON.stringify(body) }));
    },
    async pages(path, headers) {
      const pages = [await get(path, headers)];
      for (
        let next = pages[0]?.json['@odata.nextLink'];
        typeof next === 'string';
        next = pages.at(-1)?.json['@odata.nextLink']
      )
        pages.push(await get(next, headers));
      return pages;
    },
  };
}
