import { chmod, lstat, mkdir, mkdtemp, open, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { prepareOutputFile } from './output-file.js'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outcrop-output-'))
})
afterEach(() => rm(folder, { recursive: true }))

const posix = process.platform !== 'win32'

test('nothing is touched before there is something to write', async () => {
  await prepareOutputFile('a.ts', folder)
  expect(await readdir(folder)).toEqual([])
})

test('writes the text and leaves no other file behind', async () => {
  const file = await prepareOutputFile('a.ts', folder)
  await file.write('one\n')
  expect(await readFile(join(folder, 'a.ts'), 'utf8')).toBe('one\n')
  expect(await readdir(folder)).toEqual(['a.ts'])
})

test.runIf(posix)('who reads the file meanwhile has the old text whole', async () => {
  const path = join(folder, 'a.ts')
  await writeFile(path, 'old text\n')
  const reader = await open(path, 'r')
  await (await prepareOutputFile('a.ts', folder)).write('new\n')
  expect(await reader.readFile('utf8')).toBe('old text\n')
  await reader.close()
  expect(await readFile(path, 'utf8')).toBe('new\n')
})

test.runIf(posix)('keeps the mode of a file that is there', async () => {
  const path = join(folder, 'run.sh')
  await writeFile(path, 'old')
  await chmod(path, 0o755)
  await (await prepareOutputFile('run.sh', folder)).write('new')
  expect((await stat(path)).mode & 0o777).toBe(0o755)
  expect(await readFile(path, 'utf8')).toBe('new')
})

test.runIf(posix)('writes through a link and keeps it', async () => {
  await writeFile(join(folder, 'real.ts'), 'old')
  await symlink('real.ts', join(folder, 'link.ts'))
  await (await prepareOutputFile('link.ts', folder)).write('new')
  expect(await readFile(join(folder, 'real.ts'), 'utf8')).toBe('new')
  expect((await lstat(join(folder, 'link.ts'))).isSymbolicLink()).toBe(true)
})

test('refuses a folder, and a path in a folder that is not there', async () => {
  await mkdir(join(folder, 'sub'))
  await expect(prepareOutputFile('sub', folder)).rejects.toMatchObject({ outcome: 'usage', message: 'sub is a folder' })
  await expect(prepareOutputFile('none/a.ts', folder)).rejects.toMatchObject({ outcome: 'usage' })
})
