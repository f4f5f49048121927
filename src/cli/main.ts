#!/usr/bin/env node
import { createProgram } from './program.js';
import { processTerminal } from './terminal.js';

process.exitCode = await createProgram(processTerminal()).main(process.argv.slice(2));
