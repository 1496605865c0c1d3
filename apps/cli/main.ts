import { enableCompileCache } from 'node:module';

enableCompileCache();

const { endsOfPipe, exitWith } = await import('./frame/process-end.ts');
endsOfPipe();
const { runProgram } = await import('./program.ts');
exitWith(await runProgram(process.argv.slice(2)));
