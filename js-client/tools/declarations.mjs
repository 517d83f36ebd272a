/** Types of the public face in one file: what the compiler says of api.ts and bowline.ts, without what is private. */
import { readFileSync } from 'node:fs';
import ts from 'typescript';

export function declarations(root) {
  let text = '';
  for (const name of ['src/api.ts', 'src/bowline.ts']) {
    const source = readFileSync(new URL(name, root), 'utf8');
    const result = ts.transpileDeclaration(source, {
      fileName: name,
      compilerOptions: { target: ts.ScriptTarget.ES2017, stripInternal: true },
    });
    text += result.outputText;
  }
  return text
    .replace(/^import .*;\n/gm, '')
    .replace(/^ +private .*;\n/gm, '')
    .replace(/^export \{\};\n/gm, '');
}
