// SPDX-License-Identifier: Apache-2.0
package io.coffer.families;

import io.coffer.families.TransactionPlan.Payment;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.InvalidAddressException;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The call {@code transfer(address,uint256)} of EIP-20 in the one form that Solidity's contract ABI gives it: 4 bytes of
 * selector, 12 zero bytes and the 20 of the receiver, 32 of the units; no coin with it.
 *
 * <p>A token is named {@code <chain>/erc20:<contract>} (CAIP-19) with the contract in the spelling of EIP-55. Any other
 * spelling is another name.
 */
final class Erc20Transfer {
    private static final String NAMESPACE = "/erc20:";

    /** The first four bytes of keccak256("transfer(address,uint256)"). */
    private static final byte[] SELECTOR = HexFormat.of().parseHex("a9059cbb");

    private static final int WORD = 32;
    private static final int PADDING = WORD - Eip55.BYTES;
    private static final int LENGTH = SELECTOR.length + 2 * WORD;

    private Erc20Transfer() {}

    static NetworkAssetId name(ChainId chain, byte[] contract) {
        return new NetworkAssetId(chain + NAMESPACE + Eip55.spell(contract));
    }

    /** Whether it is the name that a token of the chain has here. */
    static boolean isName(ChainId chain, NetworkAssetId asset) {
        String before = chain + NAMESPACE;
        if (!asset.caip19().startsWith(before)) {
            return false;
        }
        try {
            return name(chain, Eip55.parse(asset.caip19().substring(before.length())))
                    .equals(asset);
        } catch (InvalidAddressException noContract) {
            return false;
        }
    }

    /** @throws UnreadableTransactionException if the call does anything else */
    static Payment read(Eip155Transaction read, ChainId chain) throws UnreadableTransactionException {
        byte[] data = read.data().toArray();
        if (data.length != LENGTH || !Arrays.equals(data, 0, SELECTOR.length, SELECTOR, 0, SELECTOR.length)) {
            throw new UnreadableTransactionException(
                    "data: " + data.length + " bytes that are no transfer of a token (EIP-20)");
        }
        if (read.value().signum() != 0) {
            throw new UnreadableTransactionException("value: a transfer of a token moves no coin");
        }
        int word = SELECTOR.length;
        for (int i = word; i < word + PADDING; i++) {
            if (data[i] != 0) {
                throw new UnreadableTransactionException("data: the receiver is no address");
            }
        }
        byte[] to = Arrays.copyOfRange(data, word + PADDING, word + WORD);
        BigInteger units = new BigInteger(1, data, word + WORD, WORD);
        NetworkAssetId token = name(chain, read.to().toArray());
        return new Payment(new Address(chain, Eip55.spell(to)), Optional.of(token), units);
    }
}
