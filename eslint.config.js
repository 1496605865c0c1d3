import tseslint from 'typescript-eslint';
import { houseRules } from './scripts/lint/house-rules.ts';

const tests = ['**/*.test.{ts,tsx}', 'tests/**', 'src/*/testing.ts', 'simulated-tenant/tests/**'];
const suites = ['src/*/conformance*.ts'];
const tables = ['**/*-table.ts', '**/*-tables.ts', '**/*dictionary*.ts', '**/*.generated.ts'];
const plainScripts = ['**/*.{js,mjs,cjs}'];

const houseStyle = {
  'house/file-name': 'error',
  'house/front-door': 'error',
  'house/plain-comments': 'error',
  'max-lines': ['error', { max: 500 }],
  'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
  'no-empty': ['error', { allowEmptyCatch: false }],
  'no-var': 'error',
  'prefer-const': 'error',
  eqeqeq: ['error', 'always', { null: 'ignore' }],
  'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true, named: true, defaultFrom: true } }],
  'no-unreachable': 'error',
  'no-unsafe-finally': 'error',
  'no-control-regex': 'off',
};

const typedRules = {
  '@typescript-eslint/await-thenable': 'error',
  '@typescript-eslint/ban-ts-comment': 'error',
  '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
  '@typescript-eslint/max-params': ['error', { max: 3 }],
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-misused-promises': 'error',
  '@typescript-eslint/no-non-null-assertion': 'error',
  '@typescript-eslint/no-unnecessary-condition': 'error',
  '@typescript-eslint/no-unnecessary-type-assertion': 'error',
  '@typescript-eslint/no-unsafe-argument': 'error',
  '@typescript-eslint/no-unsafe-assignment': 'error',
  '@typescript-eslint/no-unsafe-call': 'error',
  '@typescript-eslint/no-unsafe-member-access': 'error',
  '@typescript-eslint/no-unsafe-return': 'error',
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
  '@typescript-eslint/only-throw-error': 'error',
  '@typescript-eslint/prefer-promise-reject-errors': 'error',
  '@typescript-eslint/restrict-template-expressions': 'error',
  '@typescript-eslint/return-await': ['error', 'in-try-catch'],
  '@typescript-eslint/switch-exhaustiveness-check': [
    'error',
    { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: false },
  ],
};

export default tseslint.config(
  { ignores: ['**/node_modules/', 'chainmail-data/', 'coverage/', 'web/dist/', '**/*.generated.ts'] },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  { plugins: { house: houseRules, '@typescript-eslint': tseslint.plugin }, rules: houseStyle },
  {
    files: ['**/*.{ts,tsx}'],
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: typedRules,
  },
  { files: ['src/**', 'apps/**'], rules: { 'house/no-environment': 'error', 'house/sql-in-stores': 'error' } },
  { files: ['src/**', 'simulated-tenant/src/model/**'], rules: { 'house/own-clock': 'error' } },
  { files: ['src/platform/clock/**', 'src/platform/clock*.ts'], rules: { 'house/own-clock': 'off' } },
  { files: ['simulated-tenant/src/model/tenant-clock.ts'], rules: { 'house/own-clock': 'off' } },
  {
    files: ['src/platform/configuration/**', 'src/platform/configuration*.ts', 'apps/cli/chainmail.mjs'],
    rules: { 'house/no-environment': 'off' },
  },
  {
    files: ['**/store*.ts', 'src/platform/database/**'],
    rules: { 'house/sql-in-stores': 'off' },
  },
  {
    files: ['src/vault/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^#formats$',
              allowImportNamePattern: '[Tt]ar',
              message: 'The vault knows only tar of the formats.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['web/src/**'],
    languageOptions: {
      globals: Object.fromEntries(['document', 'window', 'localStorage'].map((name) => [name, 'readonly'])),
    },
  },
  { files: tables, rules: { 'max-lines': 'off' } },
  { files: suites, rules: { 'max-lines-per-function': 'off' } },
  {
    files: tests,
    rules: {
      'house/no-environment': 'off',
      'house/own-clock': 'off',
      'house/skips-say-why': 'error',
      'house/sql-in-stores': 'off',
      'max-lines-per-function': 'off',
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': 'allow-with-description' }],
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: [
      '*.config.{ts,js}',
      'web/vite.config.ts',
      '.dependency-cruiser.mjs',
      'tests/skip-report.ts',
      'tests/set-up.ts',
      ...plainScripts,
    ],
    rules: { 'no-restricted-exports': 'off' },
  },
  { files: plainScripts, rules: { 'max-params': ['error', { max: 3 }] } },
);
