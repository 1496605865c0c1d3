import { settings, type Setting } from '../../src/platform/configuration/settings-table.ts';
import { pageText, table, type Page } from './page.ts';

/** docs/reference/settings.md: what the environment can say, from the table that the configuration is read by. */
export function settingsPage(): Page {
  const rows = Object.values<Setting>(settings).map((setting) => [
    `\`${setting.variable}\``,
    setting.option === null ? '' : `\`${setting.option}\``,
    setting.form,
    setting.fallback === null ? '' : `\`${setting.fallback}\``,
    setting.description,
  ]);
  const text = pageText('Settings', [
    'The command line comes before the environment, the environment before the default. An empty variable counts as absent.',
    table(['variable', 'option', 'form', 'default', 'what it does'], rows),
  ]);
  return { name: 'settings.md', text };
}
