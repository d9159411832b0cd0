import { execFileSync } from 'node:child_process';

/** Builds as `npm run <script>` does, in a shell that holds these variables too. */
export function build(script: string, environment: Record<string, string> = {}): void {
  execFileSync('npm', ['run', '--silent', script], {
    env: { ...process.env, NODE_ENV: 'production', ...environment },
    stdio: 'pipe',
  });
}
