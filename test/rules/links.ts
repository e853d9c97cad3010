import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import { files, read } from './tree.js';

/** One line for each relative link or anchor of a Markdown file, and each `path/to/file.ext` in it, that leads nowhere. */
export function brokenLinks(root: string): readonly string[] {
  return files(root, /\.md$/).flatMap((file) => {
    const text = withoutFences(read(root, file));
    const links = [...text.matchAll(/\]\((?<target>[^)\s]+)\)/g)]
      .map(({ groups }) => groups?.['target'] ?? '')
      .filter((target) => !/^[a-z]+:/.test(target) && !resolves(root, file, target))
      .map((target) => `${file}: link to ${target} leads nowhere`);
    const paths = [
      ...text.matchAll(
        /`(?<path>(?:daemon|protocol|native|test|bench|docs|packaging|\.ci)\/[\w./-]+\.[a-z]+)`/g,
      ),
    ]
      .map(({ groups }) => groups?.['path'] ?? '')
      .filter((path) => !existsSync(posix.join(root, path)))
      .map((path) => `${file}: there is no ${path}`);
    return [...links, ...paths];
  });
}

function resolves(root: string, file: string, target: string): boolean {
  const [path = '', anchor] = target.split('#');
  const destination = path === '' ? file : posix.join(posix.dirname(file), path);
  if (!existsSync(posix.join(root, destination))) return false;
  return anchor === undefined || anchors(read(root, destination)).has(anchor);
}

/** The anchors that GitHub gives to headings. */
function anchors(markdown: string): ReadonlySet<string> {
  const seen = new Map<string, number>();
  const slugs = [...withoutFences(markdown).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => {
    const slug = heading
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-');
    const times = seen.get(slug) ?? 0;
    seen.set(slug, times + 1);
    return times === 0 ? slug : `${slug}-${times}`;
  });
  return new Set(slugs);
}

const withoutFences = (markdown: string): string => markdown.replace(/^```[\s\S]*?^```/gm, '');
