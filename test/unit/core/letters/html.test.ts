import { letterHtml } from '../../../../core/letters/html.ts';

it('shows paragraphs, what is to be copied, and links', () => {
  const html = letterHtml({
    subject: 'Add 1 record',
    text: 'Add this:\n  a. 300 IN TXT "b"\nby noon.\n\nMore: https://console.example.net/#/sites/acme',
  });
  expect(html).toContain('<title>Add 1 record</title>');
  expect(
    html
      .replaceAll(/ style="[^"]*"/g, '')
      .split('\n')
      .slice(2, -1),
  ).toEqual([
    '<p>Add this:</p>',
    '<pre>a. 300 IN TXT &quot;b&quot;</pre>',
    '<p>by noon.</p>',
    '<p>More: <a href="https://console.example.net/#/sites/acme">https://console.example.net/#/sites/acme</a></p>',
  ]);
});

it('escapes whatever a name or a note may hold, and loads nothing', () => {
  const html = letterHtml({ subject: '<x>', text: `<img src="https://evil.example/'">&` });
  expect(html).toContain('<title>&lt;x&gt;</title>');
  expect(html).toContain(
    '<p>&lt;img src=&quot;<a href="https://evil.example/">https://evil.example/</a>&#39;&quot;&gt;&amp;</p>',
  );
});
