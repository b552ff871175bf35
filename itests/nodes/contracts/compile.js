// SPDX-License-Identifier: Apache-2.0
// Compiles the contracts of this folder: node compile.js OUTPUT. For each contract NAME it writes NAME.code, the
// creation code in hexadecimal, and NAME.functions, a line "signature selector" for each function.
"use strict";
const fs = require("fs");
const path = require("path");
const solc = require("solc");

const output = process.argv[2];
const files = fs.readdirSync(__dirname).filter((file) => file.endsWith(".sol")).sort();

const input = {
    language: "Solidity",
    sources: Object.fromEntries(files.map((file) => [file, { content: fs.readFileSync(path.join(__dirname, file), "utf8") }])),
    settings: {
        // The oldest instruction set of the networks that there is a template for.
        evmVersion: "paris",
        optimizer: { enabled: true, runs: 200 },
        outputSelection: { "*": { "*": ["evm.bytecode.object", "evm.methodIdentifiers"] } },
    },
};

function imported(name) {
    const file = path.resolve(__dirname, "..", "node_modules", name);
    return fs.existsSync(file) ? { contents: fs.readFileSync(file, "utf8") } : { error: "not installed" };
}

const compiled = JSON.parse(solc.compile(JSON.stringify(input), { import: imported }));
const complaints = compiled.errors || [];
complaints.forEach((complaint) => console.error(complaint.formattedMessage));
if (complaints.length > 0) {
    process.exit(1);
}
for (const file of files) {
    for (const [name, contract] of Object.entries(compiled.contracts[file])) {
        const functions = Object.entries(contract.evm.methodIdentifiers).map(([signature, selector]) => signature + " " + selector);
        fs.writeFileSync(path.join(output, name + ".code"), contract.evm.bytecode.object);
        fs.writeFileSync(path.join(output, name + ".functions"), functions.join("\n") + "\n");
    }
}
