import { expect, test } from 'vitest'
import { junitXml } from './junit.js'

test('a report counts its cases, and says why they failed or were not run', () => {
  expect(
    junitXml('suite "a"', [
      { name: 'fine', seconds: 1.5 },
      { name: 'bad', seconds: 0.25, failure: '1 < 2 & "so"', output: 'said\u0000 this' },
      { name: 'other', seconds: 0, skipped: 'not met' },
    ]),
  ).toBe(
    [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<testsuites tests="3" failures="1" errors="0" skipped="1" time="1.750">',
      '  <testsuite name="suite &quot;a&quot;" tests="3" failures="1" errors="0" skipped="1" time="1.750">',
      '    <testcase classname="suite &quot;a&quot;" name="fine" time="1.500"/>',
      '    <testcase classname="suite &quot;a&quot;" name="bad" time="0.250">',
      '      <failure message="1 &lt; 2 &amp; &quot;so&quot;"/>',
      '      <system-out>said\ufffd this</system-out>',
      '    </testcase>',
      '    <testcase classname="suite &quot;a&quot;" name="other" time="0.000">',
      '      <skipped message="not met"/>',
      '    </testcase>',
      '  </testsuite>',
      '</testsuites>',
      '',
    ].join('\n'),
  )
})

test('a line break in an attribute stays one', () => {
  expect(junitXml('a\nb', [])).toContain('<testsuite name="a&#10;b"')
})
