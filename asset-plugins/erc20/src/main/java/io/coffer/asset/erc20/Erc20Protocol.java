// SPDX-License-Identifier: Apache-2.0
package io.coffer.asset.erc20;

import io.coffer.spi.asset.AssetDescriptor;
import io.coffer.spi.asset.ContractCall;
import io.coffer.spi.asset.ContractLog;
import io.coffer.spi.asset.CreditRule;
import io.coffer.spi.asset.TokenMovement;
import io.coffer.spi.asset.TokenProtocol;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.Bytes;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A token after EIP-20, in the encoding of Solidity's contract ABI.
 *
 * <p>A log is a movement if and only if the token's contract wrote it, its topics are the signature of {@code
 * Transfer(address,address,uint256)} and two addresses whose upper 12 bytes are zero, and its data is one word of more
 * than zero. An ERC-721 transfer, which indexes the third value, has four topics and is none. New tokens come from the
 * zero address and are a movement; destroyed ones go there, where nobody has a deposit address. What a token keeps for
 * itself it logs as another movement or not at all; how far that is believed is the {@link CreditRule}'s matter.
 */
public final class Erc20Protocol implements TokenProtocol {
    /** keccak256("Transfer(address,address,uint256)"). */
    static final Bytes TRANSFER_EVENT = Bytes.hex("ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef");

    /** The first four bytes of keccak256("transfer(address,uint256)"). */
    private static final Bytes TRANSFER = Bytes.hex("a9059cbb");
    /** The first four bytes of keccak256("balanceOf(address)"). */
    private static final Bytes BALANCE_OF = Bytes.hex("70a08231");
    /** The first four bytes of keccak256("decimals()"). */
    private static final Bytes DECIMALS = Bytes.hex("313ce567");

    private static final int WORD = 32;
    private static final int PADDING = WORD - Eip55.BYTES;
    private static final int TOPICS = 3;
    private static final int MAX_DECIMALS = 255;

    private final Address contract;
    private final AssetDescriptor token;
    private final CreditRule creditRule;
    private final Address nobody;

    /**
     * Takes a token.
     *
     * @param contract in the spelling of EIP-55
     * @param token named {@code <chain>/erc20:<contract>}, with the contract in just that spelling
     * @throws IllegalArgumentException if the contract has another spelling or the token another name
     */
    public Erc20Protocol(Address contract, AssetDescriptor token, CreditRule creditRule) {
        if (Eip55.read(contract.text()).isEmpty()) {
            throw new IllegalArgumentException("contract: not an address in the spelling of EIP-55: " + contract);
        }
        NetworkAssetId name = name(contract);
        if (!token.asset().id().equals(name)) {
            throw new IllegalArgumentException("token: named " + token.asset().id() + ", expected " + name);
        }
        this.contract = contract;
        this.token = token;
        this.creditRule = creditRule;
        this.nobody = new Address(contract.chain(), Eip55.spell(Bytes.of(new byte[Eip55.BYTES])));
    }

    /** CAIP-19. The contract is spelled as addresses are, so that one token has one name wherever it is named. */
    static NetworkAssetId name(Address contract) {
        return new NetworkAssetId(contract.chain() + "/erc20:" + contract);
    }

    @Override
    public AssetDescriptor token() {
        return token;
    }

    @Override
    public Address contract() {
        return contract;
    }

    @Override
    public CreditRule creditRule() {
        return creditRule;
    }

    @Override
    public List<TokenMovement> movements(List<ContractLog> logs) {
        List<TokenMovement> movements = new ArrayList<>();
        for (ContractLog log : logs) {
            movement(log).ifPresent(movements::add);
        }
        return List.copyOf(movements);
    }

    @Override
    public ContractCall encode(TransferIntent transfer) {
        Optional<Bytes> to = holder(transfer.to());
        if (to.isEmpty()) {
            throw new IllegalArgumentException(
                    "to: " + transfer.to() + " is no address on " + contract.chain() + " that can hold this token");
        }
        Amount amount = transfer.amount();
        if (!amount.asset().equals(token.asset().id())) {
            throw new IllegalArgumentException("amount: of " + amount.asset() + ", expected "
                    + token.asset().id());
        }
        if (amount.isZero()) {
            throw new IllegalArgumentException("amount: zero moves nothing");
        }
        if (transfer.tag().isPresent()) {
            throw new IllegalArgumentException("tag: an ERC-20 transfer has none");
        }
        return call(TRANSFER, word(to.get()), word(amount.units()));
    }

    @Override
    public Optional<TransferIntent> decode(ContractCall call) {
        byte[] data = call.data().toArray();
        if (!call.contract().equals(contract) || data.length != TRANSFER.length() + 2 * WORD || !startsWith(data)) {
            return Optional.empty();
        }
        Bytes addressWord = Bytes.of(Arrays.copyOfRange(data, TRANSFER.length(), TRANSFER.length() + WORD));
        BigInteger units = new BigInteger(1, data, TRANSFER.length() + WORD, WORD);
        return address(addressWord)
                .filter(to -> holder(to).isPresent() && units.signum() > 0)
                .map(to -> new TransferIntent(to, amount(units), Optional.empty()));
    }

    @Override
    public ContractCall balanceCall(Address holder) {
        Optional<Bytes> address = bytes(holder);
        if (address.isEmpty()) {
            throw new IllegalArgumentException("holder: " + holder + " is no address on " + contract.chain());
        }
        return call(BALANCE_OF, word(address.get()));
    }

    @Override
    public Optional<Amount> balance(Bytes answer) {
        return answer.length() == WORD ? Optional.of(amount(number(answer))) : Optional.empty();
    }

    @Override
    public Optional<ContractCall> decimalsCall() {
        return Optional.of(call(DECIMALS));
    }

    @Override
    public Optional<Integer> decimals(Bytes answer) {
        if (answer.length() != WORD || number(answer).compareTo(BigInteger.valueOf(MAX_DECIMALS)) > 0) {
            return Optional.empty();
        }
        return Optional.of(number(answer).intValueExact());
    }

    private Optional<TokenMovement> movement(ContractLog log) {
        List<Bytes> topics = log.topics();
        boolean isTransfer = log.contract().equals(contract)
                && topics.size() == TOPICS
                && topics.get(0).equals(TRANSFER_EVENT)
                && log.data().length() == WORD;
        if (!isTransfer) {
            return Optional.empty();
        }
        Optional<Address> from = address(topics.get(1));
        Optional<Address> to = address(topics.get(2));
        BigInteger units = number(log.data());
        if (from.isEmpty() || to.isEmpty() || from.equals(to) || units.signum() == 0) {
            return Optional.empty();
        }
        return Optional.of(new TokenMovement(log.index(), from.get(), to.get(), amount(units)));
    }

    /** The address in a word; empty if it is no word or there is anything above the address. */
    private Optional<Address> address(Bytes word) {
        byte[] content = word.toArray();
        if (content.length != WORD) {
            return Optional.empty();
        }
        for (int i = 0; i < PADDING; i++) {
            if (content[i] != 0) {
                return Optional.empty();
            }
        }
        Bytes address = Bytes.of(Arrays.copyOfRange(content, PADDING, WORD));
        return Optional.of(new Address(contract.chain(), Eip55.spell(address)));
    }

    /**
     * The bytes of an address to which tokens may be sent: neither the zero address, where they are destroyed or which
     * the contract refuses, nor the token's own contract, which hardly ever gives them back.
     */
    private Optional<Bytes> holder(Address address) {
        return address.equals(nobody) || address.equals(contract) ? Optional.empty() : bytes(address);
    }

    private Optional<Bytes> bytes(Address address) {
        return address.chain().equals(contract.chain()) ? Eip55.read(address.text()) : Optional.empty();
    }

    private Amount amount(BigInteger units) {
        return new Amount(token.asset().id(), units);
    }

    private ContractCall call(Bytes selector, byte[]... words) {
        byte[] data = Arrays.copyOf(selector.toArray(), selector.length() + words.length * WORD);
        for (int i = 0; i < words.length; i++) {
            System.arraycopy(words[i], 0, data, selector.length() + i * WORD, WORD);
        }
        return new ContractCall(contract, Bytes.of(data));
    }

    private static boolean startsWith(byte[] data) {
        return Arrays.equals(data, 0, TRANSFER.length(), TRANSFER.toArray(), 0, TRANSFER.length());
    }

    private static BigInteger number(Bytes word) {
        return new BigInteger(1, word.toArray());
    }

    private static byte[] word(BigInteger number) {
        byte[] signed = number.toByteArray();
        int from = Math.max(0, signed.length - WORD);
        return word(Bytes.of(Arrays.copyOfRange(signed, from, signed.length)));
    }

    private static byte[] word(Bytes content) {
        byte[] word = new byte[WORD];
        System.arraycopy(content.toArray(), 0, word, WORD - content.length(), content.length());
        return word;
    }
}
