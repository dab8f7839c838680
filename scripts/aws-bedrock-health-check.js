// The guide's health check: the same as `outcrop health`, with the same options (`npm run bedrock:health -- --local`).
process.argv.splice(2, 0, 'health')
await import('../packages/cli/bin/outcrop.js')
