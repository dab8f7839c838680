import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  resolve: {
    // Tests run on the sources, so that coverage and mutants mean what they say; what users install is
    // tested apart (npm run test:packages, and every test that spawns the built CLI).
    alias: [
      { find: /^@outcrop\/models$/, replacement: at('./config/src/index.ts') },
      { find: /^@outcrop\/(wire|client)\/([a-z0-9-]+)$/, replacement: at('./packages/$1/src/$2/index.ts') },
      { find: /^@outcrop\/(client|ledger|tasks|gateway|emulator)$/, replacement: at('./packages/$1/src/index.ts') },
    ],
  },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'config/src/**/*.test.ts', 'test/**/*.test.ts'],
    // One more than Vitest would take: much of a test's time goes by in the programs that it starts.
    maxWorkers: '100%',
    testTimeout: 30_000,
    hookTimeout: 30_000,
    coverage: {
      provider: 'v8',
      include: ['packages/*/src/**/*.ts', 'config/src/**/*.ts'],
      exclude: ['**/*.test.ts'],
      reporter: ['text-summary', 'json-summary'],
    },
  },
})
