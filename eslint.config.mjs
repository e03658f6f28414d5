import { join } from 'node:path';
import js from '@eslint/js';
import jupyter from '@jupyter/eslint-plugin';
import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import { floorPlan } from './scripts/lint/floor_plan.mjs';
import { ownTables } from './scripts/lint/own_tables.mjs';

/**
 * Who may import whom: each row only from rows before it, and folders in one row not from one another.
 * This is the house's floor plan; `docs/` draws it.
 */
const rows = [
  ['tensor', 'thread'],
  ['onnx', 'spec', 'image'],
  ['processing', 'convert', 'runtime', 'kernel', 'bundle'],
  ['export', 'preview', 'run'],
  ['widgets'],
  ['lab', 'web', 'cli']
];
const exceptions = { cli: ['widgets'] };

const root = join(import.meta.dirname, 'src');

/** Browsers keep these for https and localhost; a JupyterLab in an institute's network is often on plain http. */
const secureOnly = ['subtle', 'randomUUID', 'clipboard', 'serviceWorker', 'locks', 'caches', 'showSaveFilePicker'];

export default tseslint.config(
  {
    ignores: [
      'lib',
      'dist',
      'node_modules',
      '.venv',
      '.envs',
      '.cache',
      'zooport/labextension',
      'zooport/cli',
      'zooport/widget',
      'web',
      'test-results',
      'playwright-report',
      'demo',
      'src/spec/schema/generated/*.js'
    ]
  },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    plugins: { 'react-hooks': hooks },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      curly: ['error', 'all'],
      eqeqeq: 'error',
      'no-console': 'error',
      'prefer-arrow-callback': 'error',
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error'
    }
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    ignores: ['**/*.test.*', '**/testing/**', '**/fixtures/**'],
    plugins: { house: { rules: { 'own-tables': ownTables } } },
    rules: { 'house/own-tables': 'error' }
  },
  {
    files: ['**/*.mjs', '**/*.cjs', 'bench/**', 'scripts/**'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
        module: 'writable',
        require: 'readonly',
        __dirname: 'readonly',
        performance: 'readonly',
        setTimeout: 'readonly',
        fetch: 'readonly',
        TextDecoder: 'readonly',
        TextEncoder: 'readonly'
      }
    },
    rules: { 'no-console': 'off', '@typescript-eslint/no-require-imports': 'off' }
  },
  {
    files: ['src/index.ts', 'src/lab/**/*.ts'],
    plugins: { jupyter },
    rules: Object.assign({}, ...jupyter.configs.recommended.map(config => config.rules))
  },
  {
    // What runs in a page; those that are left out have a way without.
    files: ['src/**/*.{ts,tsx}'],
    ignores: [
      'src/cli/**',
      'src/**/*.test.{ts,tsx}',
      'src/bundle/sha256.ts',
      'src/widgets/report/CopyButton.tsx',
      'src/widgets/viewer/save/clipboard.ts',
      'src/runtime/isolated.ts'
    ],
    rules: {
      'no-restricted-properties': [
        'error',
        ...secureOnly.map(property => ({ property, message: 'Absent on pages of plain http: find a way without.' }))
      ]
    }
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    plugins: { plan: { rules: { 'floor-plan': floorPlan } } },
    rules: { 'plan/floor-plan': ['error', { root, rows, exceptions }] }
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    ignores: ['src/lab/**', 'src/index.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['@jupyterlab/*', '@lumino/*'], message: 'Only src/lab knows JupyterLab.' }] }
      ]
    }
  }
);
