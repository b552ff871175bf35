// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.asset;

import io.coffer.shell.ShellProblem;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.money.NetworkAssetId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The configuration by which the ERC-20 plugin brings a token. The plugin itself checks what it means. */
record TokenFile(ChainId chain, String contract, String symbol, int decimals, String credit) {
    private static final Pattern CONTRACT = Pattern.compile("0x[0-9a-fA-F]{40}");
    private static final Pattern SYMBOL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,15}");
    private static final List<String> CREDIT = List.of("arrived", "logged");
    private static final int MAX_DECIMALS = 36;

    /** @throws ShellProblem if one of them cannot stand in such a file */
    static TokenFile of(ChainId chain, String contract, String symbol, int decimals, String credit)
            throws ShellProblem {
        if (!CONTRACT.matcher(contract).matches()) {
            throw new ShellProblem(
                    "contract: not 0x and 40 hexadecimal digits: " + contract, "copy it from the token's issuer");
        }
        if (!SYMBOL.matcher(symbol).matches()) {
            throw new ShellProblem("symbol: not 1..16 characters of A-Z a-z 0-9 . _ -", "give its ticker");
        }
        if (decimals < 0 || decimals > MAX_DECIMALS) {
            throw new ShellProblem(
                    "decimals: not within 0.." + MAX_DECIMALS, "give what the contract's decimals() says");
        }
        if (!CREDIT.contains(credit)) {
            throw new ShellProblem("--credit: neither arrived nor logged", "leave it out for arrived");
        }
        return new TokenFile(chain, contract, symbol, decimals, credit);
    }

    /** The asset that the plugin will bring by it. */
    NetworkAssetId asset() {
        return new NetworkAssetId(chain.caip2() + "/erc20:" + contract);
    }

    /** One token, one name: the same symbol may be on several chains. */
    String name() {
        String instance = symbol + "-" + chain.caip2().replace(':', '-');
        return "io.coffer.asset.erc20-" + instance.toLowerCase(Locale.ROOT) + ".cfg";
    }

    /**
     * Writes the file whole into {@code etc}, where the node finds it by itself. One that says the same stays.
     *
     * @throws ShellProblem if there is another token's file of that name
     */
    Path writeTo(Path etc) throws IOException, ShellProblem {
        List<String> lines = List.of(
                "# Written by asset:token.",
                "chain = " + chain.caip2(),
                "contract = " + contract,
                "symbol = " + symbol,
                "decimals = " + decimals,
                "credit = " + credit);
        Path file = etc.resolve(name());
        if (Files.exists(file)) {
            if (!Files.readAllLines(file).equals(lines)) {
                throw new ShellProblem(
                        file + ": is there and says something else",
                        "change that file by hand, or choose another symbol");
            }
            return file;
        }
        Path half = Files.createTempFile(etc, name(), ".new");
        Files.write(half, lines);
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
        return file;
    }
}
