import { readFile } from 'node:fs/promises';
import Type from 'typebox';
import { Value } from 'typebox/value';
import { Failure } from '#evidence';
import type { Cloud, CloudName } from './cloud.ts';
import { cloudNames, clouds } from './cloud.ts';

const EndpointsFile = Type.Object({
  login: Type.String(),
  graph: Type.String(),
  graphAudience: Type.Optional(Type.String()),
});

/** Which cloud somebody chose: a name, or the address or file that tells the endpoints. */
export interface CloudChoice {
  readonly cloud?: string | undefined;
  /** Base address of one origin that serves sign-in and Graph, or the path of a JSON file `{login, graph, graphAudience?}`. */
  readonly endpoints?: string | undefined;
}

/**
 * The cloud that was chosen; global when nothing was.
 * `endpoints` given as an address means that sign-in and Graph are both there (the simulated tenant).
 * Plain http is allowed on the loopback only.
 * Failure `malformed` for unknown names, both given at once, bad addresses and unreadable files.
 */
export async function chooseCloud(choice: CloudChoice): Promise<Cloud> {
  if (choice.endpoints === undefined) return namedCloud(choice.cloud ?? 'global');
  if (choice.cloud !== undefined && choice.cloud !== 'custom') {
    throw malformed('A cloud and endpoints were both given.', 'Give --cloud or --endpoints, not both.');
  }
  if (/^[a-z]+:\/\//i.test(choice.endpoints)) {
    return customCloud({ login: choice.endpoints, graph: choice.endpoints });
  }
  return customCloud(await readEndpoints(choice.endpoints));
}

/**
 * A cloud of one's own addresses.
 * Failure `malformed` when an address is not https (or http on the loopback) or has a path.
 */
export function customCloud(endpoints: { login: string; graph: string; graphAudience?: string | undefined }): Cloud {
  return {
    name: 'custom',
    login: originOf(endpoints.login),
    graph: originOf(endpoints.graph),
    graphAudience: endpoints.graphAudience ?? clouds.global.graphAudience,
    powerShellEnvironment: null,
    exchangeEnvironment: null,
    lacks: [],
  };
}

function namedCloud(name: string): Cloud {
  const found = cloudNames.find((known): known is Exclude<CloudName, 'custom'> => known === name.toLowerCase());
  if (found !== undefined) return clouds[found];
  throw malformed(
    `"${name}" is not a Microsoft cloud.`,
    `Use one of ${cloudNames.join(', ')}, or --endpoints with an address.`,
  );
}

async function readEndpoints(
  path: string,
): Promise<{ login: string; graph: string; graphAudience?: string | undefined }> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new Failure('malformed', `The endpoints file ${path} cannot be read as JSON.`, {
      code: 'bad-endpoints',
      fix: 'Give the address of the service, or a file like {"login": "https://…", "graph": "https://…"}.',
      cause,
    });
  }
  if (Value.Check(EndpointsFile, parsed)) return parsed;
  throw malformed(
    `The endpoints file ${path} lacks "login" or "graph".`,
    'Write {"login": "https://…", "graph": "https://…"}.',
  );
}

function originOf(address: string): string {
  if (!URL.canParse(address))
    throw malformed(`"${address}" is not an address.`, 'Write it whole, such as https://graph.example.com.');
  const url = new URL(address);
  const plain = url.protocol === 'http:' && isLoopback(url.hostname);
  if (url.protocol !== 'https:' && !plain) {
    throw malformed(
      `"${address}" is not https.`,
      'Plain http is accepted for 127.0.0.1, [::1] and localhost only: a token would travel in the clear.',
    );
  }
  if (url.pathname !== '/' || url.search !== '' || url.username !== '' || url.password !== '') {
    throw malformed(
      `"${address}" is more than a scheme, a host and a port.`,
      'Leave out the path, the query and any user name.',
    );
  }
  return url.origin;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}

function malformed(message: string, fix: string): Failure {
  return new Failure('malformed', message, { code: 'bad-endpoints', fix });
}
