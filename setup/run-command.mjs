import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { root } from './root.mjs';

/**
 * Runs a program to its end from the checkout's folder, with this process's input and output unless told otherwise.
 * Gives its exit code; 128 + n when signal n ended it, as shells do. Rejects when it can't be started.
 */
export function runCommand(command, args, options = {}) {
  return exitCodeOf(spawn(command, args, { cwd: root, stdio: 'inherit', ...options }));
}

/**
 * Lets this process outlive its signals and hands them on, so that what it started ends in order and it can tell how.
 * Ctrl-C on a terminal reaches both by itself.
 */
export function handSignalsTo(child) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
}

/** The exit code of a child process, once it has ended. */
export function exitCodeOf(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}
