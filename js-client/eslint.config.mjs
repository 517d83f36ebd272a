import js from '@eslint/js';
import ts from 'typescript-eslint';

export default ts.config(
  { ignores: ['dist/', 'node_modules/'] },
  js.configs.recommended,
  {
    files: ['src/**/*.ts'],
    extends: [...ts.configs.strictTypeChecked, ...ts.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      // The source lowers to engines without these methods, iterators and operators.
      '@typescript-eslint/prefer-for-of': 'off',
      '@typescript-eslint/prefer-includes': 'off',
      '@typescript-eslint/prefer-optional-chain': 'off',
      '@typescript-eslint/prefer-string-starts-ends-with': 'off',
      '@typescript-eslint/prefer-nullish-coalescing': 'off',
      // A cast names what is claimed, a `!` doesn't (and no-non-null-assertion forbids it).
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      // Whatever the types of the platform say, an old engine may not have it; and closures change what they captured.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      // Our objects are closures, without a `this` to lose.
      '@typescript-eslint/unbound-method': 'off',
      // JavaScript callers hand over anything, which is made a string as by a WebSocket.
      '@typescript-eslint/no-unnecessary-type-conversion': 'off',
      // Numbers and strings are joined to small frames and queries everywhere.
      '@typescript-eslint/restrict-plus-operands': ['error', { allowNumberAndString: true }],
    },
  },
  {
    files: ['tests/**/*.mjs', 'tools/**/*.mjs', 'fuzzing/**/*.mjs', '*.mjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        URLSearchParams: 'readonly',
        Buffer: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        Blob: 'readonly',
        fetch: 'readonly',
        TextEncoder: 'readonly',
        TextDecoder: 'readonly',
        AbortController: 'readonly',
        ReadableStream: 'readonly',
        atob: 'readonly',
        btoa: 'readonly',
        setImmediate: 'readonly',
        performance: 'readonly',
      },
    },
  },
);
