import { Failure } from '#evidence';

interface NetworkFault {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

const later =
  'Look at the network, a proxy or a firewall between this machine and Microsoft, and at the address of the cloud. A collection tries again by itself for a while.';

const faults: readonly { readonly pattern: RegExp; readonly fault: NetworkFault }[] = [
  {
    pattern: /TIMEOUT|ETIMEDOUT/,
    fault: { code: 'network-timeout', message: 'The service did not answer in time.', fix: later },
  },
  {
    pattern: /ENOTFOUND|EAI_AGAIN/,
    fault: {
      code: 'network-name',
      message: 'The address of the service cannot be resolved.',
      fix: 'Check the name service of this machine and the cloud of the connection.',
    },
  },
  {
    pattern: /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|ERR_SSL/,
    fault: {
      code: 'network-certificate',
      message:
        'The certificate of the service is not trusted: something between this machine and Microsoft may read the traffic.',
      fix: 'If your network does so on purpose, name its certificate with NODE_EXTRA_CA_CERTS; never switch the check off.',
    },
  },
  {
    pattern: /ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL/,
    fault: { code: 'network-refused', message: 'The service cannot be reached.', fix: later },
  },
];

const reset: NetworkFault = { code: 'network-reset', message: 'The connection broke off.', fix: later };

/** A fault of the network as a Failure `unavailable`. Only the error's code goes in: messages could quote a request. */
export function networkFailure(thrown: unknown, at: Date): Failure {
  const code = codeOf(thrown);
  const fault = faults.find((known) => known.pattern.test(code))?.fault ?? reset;
  return new Failure('unavailable', `${fault.message} (${code})`, {
    code: fault.code,
    fix: fault.fix,
    evidence: { providerCode: code, at: at.toISOString() },
  });
}

/** More bytes came than the head of an answer had declared: what was read of it was cut. */
export function surplusBytes(at: Date): Failure {
  return new Failure('unavailable', 'An answer went on beyond the length that its head declared.', {
    code: 'network-length',
    fix: later,
    evidence: { at: at.toISOString() },
  });
}

/** Whether a connection broke because bytes came that belong to no answer. */
export function isStrayBytes(error: Error): boolean {
  return codeOf(error).startsWith('HPE_') || error.message === 'bad response';
}

function codeOf(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null) return 'unknown';
  if ('code' in thrown && typeof thrown.code === 'string') return thrown.code;
  if ('cause' in thrown) return codeOf(thrown.cause);
  return thrown instanceof Error ? thrown.name : 'unknown';
}
