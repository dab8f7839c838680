// A real terminal of a fixed size, in which commands are typed and whose screen can be read: tmux.
import { execFile } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)
const prompt = '$ '

/** Opens a terminal with an empty environment but for `env`, in `cwd`. Close it when done. */
export async function openTerminal({ cwd, env, columns = 100, rows = 60 }) {
  const socket = `outcrop-${process.pid}`
  const tmux = async (...args) => (await run('tmux', ['-L', socket, '-f', '/dev/null', ...args])).stdout
  const pairs = Object.entries({ ...env, PS1: prompt, TERM: 'screen', LC_ALL: 'C.UTF-8' })
  const shell = ['env', '-i', ...pairs.map(([name, value]) => `${name}=${value}`), 'sh']
  await tmux('new-session', '-d', '-x', String(columns), '-y', String(rows), '-c', cwd, ...shell)

  /** What the screen shows, wrapped lines joined, without the empty lines at its end. */
  const screen = async () => (await tmux('capture-pane', '-p', '-J')).replace(/\s+$/, '')
  const until = async (shows) => {
    for (let tries = 0; tries < 6000; tries++) {
      const now = await screen()
      if (shows(now)) return now
      await sleep(50)
    }
    throw new Error(`The terminal does not come to what is waited for. It shows:\n${await screen()}`)
  }
  const waiting = (now) => now.endsWith(`\n${prompt.trim()}`)
  await until((now) => now === prompt.trim())
  return {
    /** Types a command, and `keys` when the screen shows what each waits for. Gives the screen when it has ended. */
    async type(line, keys = []) {
      await tmux('send-keys', 'clear', 'Enter')
      await until((now) => now === prompt.trim())
      await tmux('send-keys', '-l', line)
      await tmux('send-keys', 'Enter')
      const shown = []
      for (const { after, key, keep = false } of keys) {
        const now = await until((text) => text.includes(after))
        if (keep) shown.push(now)
        await tmux('send-keys', key, ...(key.startsWith('C-') ? [] : ['Enter']))
      }
      const end = await until(waiting)
      return { during: shown, end: end.slice(0, -prompt.trim().length).trimEnd() }
    },
    async close() {
      await tmux('kill-server').catch(() => {})
    },
  }
}
