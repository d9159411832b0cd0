import { execFileSync } from 'node:child_process';

/** Builds as `npm run <script>` does, in a shell that holds these variables too, in the project's
 * folder or a copy of it. @throws with what the build says where it fails */
export function build(script: string, environment: Record<string, string> = {}, cwd = '.'): void {
  execFileSync('npm', ['run', '--silent', script], {
    cwd,
    env: { ...process.env, NODE_ENV: 'production', ...environment },
    stdio: 'pipe',
  });
}
