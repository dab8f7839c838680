import { expect, test } from 'vitest'
import { failingFiles } from './failing-files.js'

const paths = [
  'src/cart.ts',
  'src/price.ts',
  'src/app/[id]/page.tsx',
  'test/cart.test.ts',
  'shop/cart.py',
  'shop/price.py',
  'tests/test_cart.py',
  'pkg/cart/cart.go',
  'pkg/cart/cart_test.go',
  'src/main/java/com/acme/Cart.java',
  'src/main/java/com/other/Cart.java',
  'crates/core/src/lib.rs',
  'lib/cart.rb',
  'src/Cart.php',
  'src/cart.c',
  'web/Cart.cs',
]

const logs: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'Node',
    'TypeError: x\n    at priceOf (/home/me/shop/src/price.ts:12:9)\n    at totalOf (file:///home/me/shop/src/cart.ts:3:10)\n    at node:internal/process/task_queues:95:5\n    at Object.<anonymous> (/home/me/shop/node_modules/jest/build/index.js:1:1)',
    ['src/price.ts:12', 'src/cart.ts:3'],
  ],
  [
    'vitest',
    ' FAIL  test/cart.test.ts > total\n ❯ totalOf src/cart.ts:3:10\n ❯ test/cart.test.ts:5:3',
    ['test/cart.test.ts:5', 'src/cart.ts:3'],
  ],
  [
    'tsc',
    'src/cart.ts(3,10): error TS2322: no\nsrc/price.ts:4:1 - error TS1005: no',
    ['src/cart.ts:3', 'src/price.ts:4'],
  ],
  [
    'Python',
    'Traceback (most recent call last):\n  File "/home/me/shop/tests/test_cart.py", line 9, in test\n    total()\n  File "/home/me/shop/shop/cart.py", line 4, in total\n  File "/usr/lib/python3.12/json/decoder.py", line 3, in decode\nValueError',
    ['shop/cart.py:4', 'tests/test_cart.py:9'],
  ],
  [
    'pytest',
    'shop/price.py:7: AssertionError\nFAILED tests/test_cart.py::test_total - assert 1 == 2',
    ['shop/price.py:7', 'tests/test_cart.py:'],
  ],
  [
    'Go',
    '--- FAIL: TestTotal (0.00s)\n    cart_test.go:12: got 1\npkg/cart/cart.go:7:2: undefined: x\npanic\n\t/home/me/shop/pkg/cart/cart.go:9 +0x1d',
    ['pkg/cart/cart_test.go:12', 'pkg/cart/cart.go:7,9'],
  ],
  [
    'Java',
    '\tat com.other.Cart.add(Cart.java:31)\n\tat java.base/java.util.ArrayList.get(ArrayList.java:427)',
    ['src/main/java/com/other/Cart.java:31'],
  ],
  ['Rust', 'error[E0308]: mismatched types\n  --> crates/core/src/lib.rs:14:5', ['crates/core/src/lib.rs:14']],
  [
    'Ruby',
    "lib/cart.rb:3:in `total': undefined (NoMethodError)\n\tfrom lib/cart.rb:9:in `<main>'",
    ['lib/cart.rb:3,9'],
  ],
  [
    'PHP',
    'PHP Fatal error: Uncaught Error in /home/me/shop/src/Cart.php:12\n  thrown in /home/me/shop/src/Cart.php on line 14',
    ['src/Cart.php:12,14'],
  ],
  ['gcc', '\u001b[1msrc/cart.c:10:5:\u001b[0m error: expected ;', ['src/cart.c:10']],
  ['C#', 'web\\Cart.cs(5,9): error CS1002: ; expected', ['web/Cart.cs:5']],
  ['a folder in brackets', 'Error: x\n    at Page (./src/app/[id]/page.tsx:8:3)', ['src/app/[id]/page.tsx:8']],
  ['another machine', '    at totalOf (/build/agent7/work/src/cart.ts:3:10)', ['src/cart.ts:3']],
  ['no file of the project', 'error at /etc/passwd:1:1 and ../../elsewhere/cart.txt:1', []],
]

test.each(logs)('finds the files that a failure of %s names, the nearest first', (_, log, expected) => {
  const places = failingFiles(log, '/home/me/shop', paths)
  expect(places.map(({ path, lines }) => `${path}:${lines.join(',')}`)).toEqual(expected)
})

test('a long output without spaces is read in no time', () => {
  expect(failingFiles('a'.repeat(2_000_000), '/p', paths)).toEqual([])
  expect(failingFiles('a/'.repeat(1_000_000), '/p', paths)).toEqual([])
  expect(failingFiles('a.b:'.repeat(500_000), '/p', paths)).toEqual([])
})
