export const help = `simulated-tenant start [options]

A Microsoft 365 tenant in a box: sign-in and Graph on 127.0.0.1, with its own clock, people and mail.
Prints one line of JSON when it is ready and stops on Ctrl-C or SIGTERM.

  --port N            port of sign-in and Graph (default: any free one)
  --control-port N    also opens the control API on this port (0: any free one)
  --seed NAME         lakeside (default) or tiny
  --mail DIR          real mail: DIR/<address>/<Folder>/*.eml, a maildir, or an mbox; a flat DIR is one Inbox
  --people N          with --messages: generated people
  --messages N        with --people: generated messages in all, computed on demand
  --faults FILE       a plan of faults (JSON); at the end it says which were never hit
  --latency MS        each answer comes this much later
  --vary-bytes        mail read from files gets new MIME boundaries at each fetch too
  --json              nothing but the line of JSON (no summary on standard error)
  --help

Examples
  simulated-tenant start --seed lakeside --port 8365
  simulated-tenant start --mail ./mail --control-port 0
  simulated-tenant start --people 500 --messages 2000000 --latency 150
`;
