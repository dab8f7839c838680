// The guide's entry of the registry beside ours: what is the same, and what has changed.
const { registry } = require('@outcrop/models')

module.exports = (text) => {
  const [[key, theirs]] = Object.entries(JSON.parse(text).modelRegistry)
  const ours = registry.modelRegistry[key]
  const differs = Object.keys(theirs).filter((name) => JSON.stringify(theirs[name]) !== JSON.stringify(ours[name]))
  const missing = (name) => theirs[name].filter((one) => !ours[name].includes(one))
  return {
    key,
    differs,
    missing: [...missing('capabilities'), ...missing('regions')],
    maxOutputTokens: [theirs.maxOutputTokens, ours.maxOutputTokens],
  }
}
