import type { Credential } from '#microsoft';
import type { Given } from '../frame/given.ts';
import { readGivenFile } from '../frame/read-given-file.ts';
import { UsageError } from '../frame/usage-error.ts';

/**
 * The credential named by --client-secret-file or --certificate; null when neither was given.
 * Secrets come from a file or stdin, never from the command line: that is seen by every process of the machine.
 */
export async function readCredential(given: Given): Promise<Credential | null> {
  const secretFile = given.text('clientSecretFile');
  const certificateFile = given.text('certificate');
  if (secretFile !== undefined && certificateFile !== undefined) {
    throw new UsageError(
      'A client secret and a certificate were both given.',
      'Give --client-secret-file or --certificate, not both.',
    );
  }
  const { clientCertificate, clientSecret } = await import('#microsoft');
  if (secretFile !== undefined) return clientSecret((await readBytes(secretFile)).toString('utf8'));
  if (certificateFile !== undefined) return clientCertificate(await readBytes(certificateFile));
  return null;
}

async function readBytes(file: string): Promise<Buffer> {
  if (file === '-') return readStdin();
  return readGivenFile(file);
}

async function readStdin(): Promise<Buffer> {
  if (process.stdin.isTTY) process.stderr.write('Reading from the terminal; end with Ctrl-D.\n');
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}
