import type { Command } from 'commander';

/** How an application proves itself; both values are files, since a command line is no place for secrets. */
export function credentialOptions(command: Command): Command {
  return command
    .option('--client-secret-file <file>', 'file that holds the value of a client secret; - reads stdin')
    .option('--certificate <file>', 'PEM file with a certificate and its private key (RSA); preferred to a secret');
}
